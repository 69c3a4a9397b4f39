import { mcnemar } from '../statistics/mcnemar.js';
import { INPUT_LENGTH, INPUT_SIDE } from '../ink/mnistInput.js';
import { createRandom } from '../random.js';
import type { AuditSubject, Finding } from './finding.js';

export interface CheckOrientationOptions {
  /** Returns the digits, 0..9, that a model for upright digits reads in inputs [n, 784]. */
  readonly read: (inputs: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  /** Number of pictures to read at most, in each of the eight orientations. @default 1000 */
  readonly pictures?: number;
  /** @default 1 */
  readonly seed?: number;
}

/** Keeps the choice of pictures apart from other draws with the same seed. */
const STREAM = 0x7475726e;
/**
 * With fewer digits, a wrong reading is too often another one of them: turned, 6 is 9, and 2 and 5
 * mirror each other.
 */
const LEAST_DIGITS = 4;
/** A digit counts if it has at least this share of the pictures. */
const LEAST_SHARE = 0.02;
/** An orientation is the right one only if at least this share of the readings is right in it. */
const LEAST_RIGHT = 0.5;
/** Another orientation is reported if it gains at least this share of right readings. */
const LEAST_GAIN = 0.2;

const LAST = INPUT_SIDE - 1;

/** `from` gives the stored pixel, [row, column], for row y and column x of the upright picture. */
const orientations: readonly { readonly name: string; readonly from: (y: number, x: number) => [number, number] }[] = [
  { name: 'as they are', from: (y, x) => [y, x] },
  { name: 'transposed, rows and columns exchanged (as EMNIST is stored)', from: (y, x) => [x, y] },
  { name: 'mirrored', from: (y, x) => [y, LAST - x] },
  { name: 'upside down and mirrored', from: (y, x) => [LAST - y, x] },
  { name: 'upside down', from: (y, x) => [LAST - y, LAST - x] },
  { name: 'lying on their left side', from: (y, x) => [LAST - x, y] },
  { name: 'lying on their right side', from: (y, x) => [x, LAST - y] },
  { name: 'transposed across the other diagonal', from: (y, x) => [LAST - x, LAST - y] },
];

/**
 * Finds out whether the pictures of a data set are stored turned or mirrored: a model reads a
 * sample in all eight orientations. An orientation is reported if far more labels agree with it
 * than with the pictures as stored. Pictures without ink do not count, and with fewer than four
 * digits nothing is reported: it could be chance.
 */
export async function checkOrientation(subject: AuditSubject, options: CheckOrientationOptions): Promise<Finding[]> {
  const { read, pictures = 1000, seed = 1 } = options;
  const rows = sample(subject, pictures, seed);
  const n = rows.length;
  if (digitsAmong(rows, subject.labels) < LEAST_DIGITS) return [];
  const stored = new Uint8Array(n * INPUT_LENGTH);
  subject.readInputs(rows, stored);
  const right: boolean[][] = [];
  for (const { from } of orientations) {
    const digits = await read(turned(stored, from));
    right.push(Array.from(rows, (row, i) => digits[i] === subject.labels[row]));
  }
  const counts = right.map((answers) => answers.filter(Boolean).length);
  const best = counts.indexOf(Math.max(...counts));
  const fixed = right[best].filter((is, i) => is && !right[0][i]).length;
  const broke = right[0].filter((is, i) => is && !right[best][i]).length;
  if (counts[best] < LEAST_RIGHT * n || counts[best] - counts[0] < LEAST_GAIN * n) return [];
  if (mcnemar(fixed, broke) > 0.001) return [];
  const percent = (count: number): string => `${((100 * count) / n).toFixed(1)} %`;
  return [
    {
      kind: 'transposed',
      severity: 'error',
      indices: new Uint32Array(0),
      text: `The pictures seem to be stored ${orientations[best].name}: a model's readings agree with the labels on ${percent(counts[best])} of ${n} pictures after turning them back, and on ${percent(counts[0])} of them as stored.`,
    },
  ];
}

/** Rows with ink, drawn at random, ascending. */
function sample(subject: AuditSubject, pictures: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: subject.length }, (_, row) => row);
  createRandom(seed, STREAM).shuffle(order);
  const input = new Uint8Array(INPUT_LENGTH);
  const rows: number[] = [];
  for (const row of order) {
    if (rows.length === pictures) break;
    subject.readInputs([row], input);
    if (input.some((value) => value > 0)) rows.push(row);
  }
  return Uint32Array.from(rows).sort();
}

function digitsAmong(rows: Uint32Array, labels: Uint8Array): number {
  const counts = new Uint32Array(10);
  for (const row of rows) counts[labels[row]]++;
  return counts.filter((count) => count >= LEAST_SHARE * rows.length && count > 0).length;
}

function turned(inputs: Uint8Array, from: (y: number, x: number) => [number, number]): Uint8Array {
  const out = new Uint8Array(inputs.length);
  const places = Array.from({ length: INPUT_LENGTH }, (_, i) => {
    const [y, x] = from(Math.floor(i / INPUT_SIDE), i % INPUT_SIDE);
    return y * INPUT_SIDE + x;
  });
  for (let first = 0; first < inputs.length; first += INPUT_LENGTH) {
    for (let i = 0; i < INPUT_LENGTH; i++) out[first + i] = inputs[first + places[i]];
  }
  return out;
}
