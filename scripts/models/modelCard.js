// Writes models/<name>/README.md, a model card in the format of Hugging Face, from measured
// figures: the model's config.json and the report.json files of `numerist evaluate --report`. Also
// writes failures.png with the most confident mistakes on MNIST's test images.
//
//   numerist evaluate models/classic --data mnist --target-error 0.001 \
//     --not-digits 3000 --report runs/card/mnist
//   node scripts/models/modelCard.js classic runs/card/mnist runs/card/others

import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { format } from 'prettier';
import { loadModel, openDataset } from 'numerist/node';
import { readOptions, refuse } from '../options.js';
import { formatPercent } from '../../dist/report/text/formatPercent.js';
import { encodePng } from '../../dist/image/encodePng.js';
import { layerTable } from '../../dist/network/layerTable.js';
import { GLYPHS } from './glyphs.js';
import { confidenceSection, percent } from './confidenceSection.js';
import { mnistLabelErrors } from './mnistLabelErrors.js';

/** @typedef {import('../../dist/evaluation/evaluationResult.js').EvaluationResult & { notes: string[] }} Result */

const MISTAKES = 40;
const COLUMNS = 10;

const { positionals } = readOptions(import.meta.url, { allowPositionals: true });
const [name, ...reports] = positionals;
if (reports.length === 0) refuse(import.meta.url, 'a model and the folder of a report must be named');
const folder = join(import.meta.dirname, '../../models', name);
const { config } = loadModel(folder);
/** @type {Result[]} */
const results = reports.map((report) => JSON.parse(readFileSync(join(report, 'report.json'), 'utf8')));
for (const { model } of results) {
  if (model.architecture !== config.architecture.name)
    throw new Error(`a report must be of ${config.architecture.name}. Received one of ${model.architecture}.`);
}

const pictured = results.find(({ data }) => data.source === 'mnist');
const shown = pictured?.mistakes.slice(0, MISTAKES) ?? [];
if (shown.length > 0)
  await writeFile(join(folder, 'failures.png'), await montage(shown, config.preprocessing.pipeline));
const options = /** @type {const} */ ({ parser: 'markdown', printWidth: 100, proseWrap: 'always', singleQuote: true });
await writeFile(join(folder, 'README.md'), await format(card(), options));
console.log(`models/${name}/README.md: ${results.length} results, ${shown.length} mistakes shown`);

function card() {
  const { trainable, multiplyAdds } = layerTable(config.architecture);
  const { trainingData: data, calibration } = config;
  const doubts = config.labels.length > 10;
  return `${frontMatter()}
# ${name}

A network of ${count(trainable)} parameters and ${count(multiplyAdds)} multiply-adds that reads one handwritten digit in a picture, on
\`${config.preprocessing.pipeline}\` input (28 x 28). It belongs to [Numerist](../../README.md): \`numerist read --model models/${name} picture.png\`.

## Use

- **Made for** reading handwritten digits, 0 to 9, in a scan, a drawing or a clean photo. ${
    doubts
      ? 'It was also trained on pictures that are not digits (letters, symbols, scribbles, several touching digits), and answers `not a digit` to them.'
      : 'It was not trained on other signs: it reads a letter as the digit it resembles most.'
  } An empty picture is \`no ink\`.
- **Not made for** decisions that nobody checks: see its errors below, and \`--target-error\`, which holds unsure answers back.
- **Trained on** ${data === null ? 'no data set' : `${count(data.n)} images of ${data.source === 'mnist' ? "MNIST's training part (Yann LeCun, Corinna Cortes, Christopher J. C. Burges; from NIST's Special Databases 1 and 3)" : data.source}`}${
    doubts ? ', and generated pictures' : ''
  }${data?.made === undefined ? '' : `, and ${count(data.made.n)} digits on made paper (${percent(data.made.forms)} of them drawn forms, ${percent(data.made.fonts)} of handwriting fonts)`}, by this project's own engine (${config.engine} kernels), ${config.created.slice(0, 10)}.

## Results

| data | part | n | errors | accuracy (95 % interval) | ECE | log loss |
| --- | --- | --- | --- | --- | --- | --- |
${results.map(({ data: { source, split }, n, errors, accuracy, interval: [low, high], ece, log_loss }) => `| ${sourceName(source)} | ${split} | ${count(n)} | ${count(errors)} | ${formatPercent(accuracy)} (${formatPercent(low)} to ${formatPercent(high)}) | ${formatPercent(ece.value)} | ${log_loss.toFixed(4)} |`).join('\n')}

${repeats(config.metrics)}
${pictured === undefined ? '' : withoutLabelErrors(pictured)}
${results.flatMap(({ data: { source }, notes }) => notes.map((note) => `- ${sourceName(source)}: ${note}`)).join('\n')}

## Confidence

${calibration === undefined ? 'The confidence is not calibrated.' : `${confidenceSection(calibration, config.temperature)}\n${results.flatMap(measuredSelection).join('\n')}`}
${results
  .map(({ data: { source }, not_digits: other }) =>
    other === null
      ? ''
      : `\nThe confidence of digits (${sourceName(source)}) against ${count(other.n)} generated pictures that are not digits: AUROC ${other.auroc.toFixed(4)}.`,
  )
  .join('')}

## Known failures
${
  shown.length === 0
    ? '\nNone were shown in the reports that this card was made from.'
    : `\n![${shown.length} digits that it reads wrongly](failures.png)

The ${shown.length} most confident of ${pictured?.errors} mistakes on MNIST's test images. Above each picture: its label, then the answer. Some of the labels are wrong.`
}

Expect more errors on handwriting unlike MNIST's (an American census bureau and its high schools, 1990s).

_Generated by \`scripts/models/modelCard.js\` from the measured figures. Do not edit it by hand._
`;
}

/** @param {Readonly<Record<string, number>>} metrics */
function repeats({ seeds, mnist_test_errors_mean: mean, mnist_test_errors_deviation: deviation, mnist_test_n: n }) {
  if (seeds === undefined) return '';
  return `- Trained ${seeds} times with different seeds: ${mean.toFixed(1)} errors in MNIST's ${count(n)} test images on average (${formatPercent(1 - mean / n)}), standard deviation ${deviation.toFixed(1)}. The shipped model is the one with the fewest errors on held-out writers.`;
}

/** @param {Result} result on MNIST's test images */
function withoutLabelErrors({ mistakes, errors, n }) {
  const wrongLabels = new Set(mnistLabelErrors.map((index) => `t10k-images-idx3-ubyte#${index}`));
  const blamed = mistakes.filter((mistake) => wrongLabels.has(mistake.name)).length;
  const left = n - wrongLabels.size;
  return `- Without the ${wrongLabels.size} test images of MNIST whose labels a majority of five people rejected (Northcutt et al., 2021): ${errors - blamed} errors in ${count(left)}, ${formatPercent(1 - (errors - blamed) / left)}.`;
}

/** @param {Result} result */
function measuredSelection({ data: { source }, selective }) {
  if (selective === null) return [];
  const { target_error, coverage, answered, errors, error } = selective;
  return [
    `\nMeasured on ${sourceName(source)} with a target error of ${percent(target_error)}: ${formatPercent(coverage)} answered, ${count(errors)} wrong in ${count(answered)} (${formatPercent(error)}).`,
  ];
}

function frontMatter() {
  const index = results.map(
    ({
      data: { source, split },
      accuracy,
      ece,
      log_loss,
    }) => `      - task: { type: image-classification, name: Reading one handwritten digit }
        dataset: { name: ${JSON.stringify(sourceName(source))}, type: ${source === 'mnist' ? 'ylecun/mnist' : JSON.stringify(slug(source))}, split: ${JSON.stringify(split.split(',')[0])} }
        metrics:
          - { type: accuracy, value: ${accuracy} }
          - { type: log_loss, value: ${log_loss} }
          - { type: expected_calibration_error, value: ${ece.value} }`,
  );
  return `---
license: mit
library_name: numerist
pipeline_tag: image-classification
tags: [handwriting, digits, mnist, image-classification]
datasets: [${config.trainingData?.source === 'mnist' ? 'ylecun/mnist' : slug(config.trainingData?.source ?? 'none')}]
metrics: [accuracy]
model-index:
  - name: ${name}
    results:
${index.join('\n')}
---
`;
}

/** @param {string} source */
function sourceName(source) {
  if (source === 'mnist') return 'MNIST';
  return source.includes('jc-digits') ? 'Handwritten digits dataset, not in MNIST (JC-ProgJava)' : slug(source);
}

/**
 * The last part of a path, without its ending.
 *
 * @param {string} source
 */
function slug(source) {
  return source.replace(/^.*\//s, '').replace(/\.\w+$/, '');
}

/** @param {number} number */
function count(number) {
  return number.toLocaleString('en-US');
}

/**
 * A PNG of network inputs at twice their size, each below its label and the digit that was read.
 *
 * @param {Result['mistakes']} mistakes
 * @param {import('../../dist/ink/pipeline.js').PipelineName} pipeline
 */
async function montage(mistakes, pipeline) {
  const [cellWidth, cellHeight, head] = [64, 78, 18];
  const width = COLUMNS * cellWidth;
  const height = Math.ceil(mistakes.length / COLUMNS) * cellHeight;
  const data = new Uint8Array(width * height * 4).fill(255);
  /** @type {(x: number, y: number, ink: number) => Uint8Array} */
  const dot = (x, y, ink) => data.fill(255 - ink, 4 * (y * width + x), 4 * (y * width + x) + 3);
  const dataset = await openDataset('mnist', { pipeline });
  const input = new Uint8Array(28 * 28);
  mistakes.forEach(({ row, true: label, predicted }, i) => {
    const [left, top] = [(i % COLUMNS) * cellWidth + 4, Math.floor(i / COLUMNS) * cellHeight];
    dataset.readInputs([row], input);
    for (let p = 0; p < 4 * input.length; p++) {
      const [x, y] = [p % 56, Math.floor(p / 56)];
      dot(left + x, top + head + y, input[(y >> 1) * 28 + (x >> 1)]);
    }
    [String(label), '>', String(predicted)].forEach((sign, k) => {
      [...GLYPHS[sign]].forEach((bit, p) => {
        if (bit === '0') return;
        const [x, y] = [left + 14 + k * 11 + 2 * (p % 3), top + 5 + 2 * Math.floor(p / 3)];
        for (const [dx, dy] of [
          [0, 0],
          [1, 0],
          [0, 1],
          [1, 1],
        ])
          dot(x + dx, y + dy, 200);
      });
    });
  });
  dataset.close();
  return encodePng({ width, height, data }, (raw) => deflateSync(raw, { level: 9 }));
}
