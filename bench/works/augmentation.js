// @ts-check
import { join } from 'node:path';
import { contenderOf, nodeCommand, variantsOf } from '../contenderOf.js';
import { writeIdx } from '../made/madePictures.js';
import { median, spread } from '../race/statistics.js';
import { formatNumber } from '../report/formatTable.js';
import { measure } from './work.js';

/** @typedef {import('../race/race.js').Contender} Contender */
/** @typedef {import('../race/rows.js').Row} Row */

const BATCH = 128;
const IMAGES = 8192;
const SHARE = 'augmentation and batch building (share of a step)';

/**
 * The share of a training step that is spent on preparing its batch: the speed of `createTrainer`,
 * which reads rows from the disk and changes them, against steps on prepared batches in the same
 * rounds; then reading and augmenting alone, in microseconds per image on one thread, and their
 * share of a step. The trainer reads on one thread while the others wait; augmenting is on all of
 * them.
 *
 * @type {import('./work.js').Work}
 */
export async function augmentation(context) {
  const { installed, folder, threads, quick } = context;
  const idx = join(folder, 'idx-batches');
  writeIdx(idx, folder, IMAGES);
  /** @type {Row[]} */
  const rows = [];
  /** @type {string[][]} */
  const cells = [];
  for (const node of installed.nodes) {
    /** @param {string} name @param {string} file @param {Record<string, unknown>} config @param {string | null} variant */
    const contender = (name, file, config, variant) =>
      contenderOf(
        {
          ...{ side: /** @type {const} */ ('ours'), family: 'Numerist', name: `${name}, Node ${node.version}` },
          ...{ variant, node: node.version, threads: variant === null ? 1 : threads, batch: BATCH },
        },
        nodeCommand(node, file),
        { folder, idx, variant, threads, batch: BATCH, ...config },
      );
    const alone = await measure(
      `reading and augmenting alone, Node ${node.version} (µs/image)`,
      'lower',
      ['reading', 'augmenting'].map((work) => contender(work, 'batches.js', { work }, null)),
      context,
    );
    const [reading, augmenting] = alone.results.map(({ values }) => (values.length > 0 ? median(values) : NaN));
    // The fastest variant has the shortest steps, so the share is the largest.
    for (const variant of quick ? variantsOf(node).slice(-1) : variantsOf(node)) {
      const found = await measure(
        `steps, ${variant}, Node ${node.version} (images/s)`,
        'higher',
        [
          contender(`${variant}, ready-made batches`, 'numerist.js', { network: 'classic', work: 'training' }, variant),
          contender(`${variant}, batches from the disk`, 'batches.js', { work: 'trainer' }, variant),
          contender(
            `${variant}, from the disk and augmented`,
            'batches.js',
            { work: 'trainer', augment: true },
            variant,
          ),
        ],
        context,
      );
      const [plain, read, augmented] = found.results.map(({ values }) => values);
      if (plain.length === 0 || read.length === 0 || augmented.length === 0) continue;
      const shares = augmented.map((value, round) => 1 - value / plain[round]);
      const ours = 1 - median(augmented) / median(plain);
      const about = { variant, node: node.version, threads, batch: BATCH, peer: null, peerName: null, ratio: null };
      rows.push({ work: SHARE, ...about, ours, spread: spread(shares) });
      const step = 1e6 / median(plain);
      const sum = (reading + augmenting / threads) / (step + reading + augmenting / threads);
      rows.push({ work: 'reading and augmenting alone (share of a step)', ...about, ours: sum, spread: [sum, sum] });
      cells.push([
        ...[variant, node.version],
        ...[plain, read, augmented].map((values) => formatNumber(median(values))),
        ...[percent(ours), spread(shares).map(percent).join(' - ')],
        ...[step, reading, augmenting].map(formatNumber),
        percent(sum),
      ]);
    }
  }
  const head = [
    ...['variant', 'Node', 'ready-made (images/s)', 'from disk', 'and augmented', 'share', 'spread'],
    ...['step (µs/image)', 'reading alone', 'augmenting alone', 'share from these'],
  ];
  return [{ work: SHARE, results: [], rows, table: { head, cells } }];
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
