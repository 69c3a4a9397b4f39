import { chooseThreshold } from '../../dist/digits/chooseThreshold.js';
import { domainsThatFail } from '../../dist/digits/domainsThatFail.js';
import { TARGET_ERRORS } from '../../dist/digits/thresholdFor.js';
import { NOT_DIGITS_DOMAIN } from '../../dist/evaluation/calibration/domainCounts.js';
import { madeDomains } from '../../dist/generated/made/domains.js';
import { formatPercent } from '../../dist/report/text/formatPercent.js';

/** @typedef {import('../../dist/digits/calibration.js').Calibration} Calibration */

/** Target errors with a column in the table of domains. */
const SHOWN_TARGETS = [0.01, 0.001];

/**
 * What a model card says about confidence and promised errors.
 *
 * @param {Calibration} calibration
 * @param {number} temperature
 */
export function confidenceSection(calibration, temperature) {
  const { data, n, level } = calibration;
  const rows = TARGET_ERRORS.map((target) => ({ target, threshold: chooseThreshold(calibration, target) }));
  return `The temperature, ${temperature.toFixed(4)}, and these thresholds were fitted on ${count(n)} held-out pictures (${data}).

| target error | smallest confidence | answered | wrong among the answered |
| --- | --- | --- | --- |
${rows.map(({ target, threshold }) => (threshold === null ? `| ${percent(target)} | cannot be promised | | |` : `| ${percent(target)} | ${threshold.confidence.toFixed(4)} | ${formatPercent(threshold.coverage)} | ${formatPercent(threshold.error)} |`)).join('\n')}

With ${percent(level)} certainty, each threshold keeps the error below its target on pictures like those it was fitted on${calibration.domains === undefined ? '' : ', in each domain and not only in the mean'}. No answer is given with a confidence below 0.5.
${domainTable(calibration)}`;
}

/**
 * The calibration domain by domain: what each target error leads to there.
 *
 * @param {Calibration} calibration
 */
function domainTable(calibration) {
  const { points, domains } = calibration;
  if (domains === undefined) return '';
  const targets = TARGET_ERRORS.filter((target) => SHOWN_TARGETS.includes(target));
  const columns = targets.map((target) => {
    const threshold = chooseThreshold(calibration, target);
    return points.findIndex(({ confidence }) => confidence === threshold?.confidence);
  });
  /** @type {(domain: NonNullable<Calibration['domains']>[number]) => string} */
  const row = ({ name, n, wrong, missed, answered, errors }) => {
    const cells = columns.map((at) =>
      at < 0
        ? 'not promised'
        : `${formatPercent(answered[at] / n)}, ${count(errors[at])} wrong (${formatPercent(errors[at] / answered[at])})`,
    );
    return `| ${[describeDomain(name), count(n), name === NOT_DIGITS_DOMAIN ? '–' : formatPercent(1 - wrong / n), count(missed), ...cells].join(' | ')} |`;
  };
  const unkept = targets.flatMap((target) => {
    const failing = domainsThatFail(calibration, target);
    return failing.length === 0 ? [] : [`- ${percent(target)} cannot be promised for: ${failing.join(', ')}.`];
  });
  return `
| domain | n | accuracy | missed | ${targets.map((target) => `answered at ${percent(target)}`).join(' | ')} |
| --- | --- | --- | --- | ${targets.map(() => '---').join(' | ')} |
${domains.map(row).join('\n')}

"Missed" are pictures beside these in which the ink step took something else for the digit, such as the border of a cell; no promise is made about them.
${unkept.join('\n')}`;
}

/** @param {string} name */
function describeDomain(name) {
  const made = madeDomains.find((domain) => domain.name === name);
  return made === undefined ? name : `${name}: ${made.description}`;
}

/** @param {number} number */
function count(number) {
  return number.toLocaleString('en-US');
}

/**
 * A share as a percentage with as many digits as it has.
 *
 * @param {number} share
 */
export function percent(share) {
  return `${Number((100 * share).toFixed(4))} %`;
}
