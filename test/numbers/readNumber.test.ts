import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { createServer } from '../../dist/server/index.js';
import { joinDigits } from '../../src/digits/joinDigits.js';
import type { ReadDigit, Reading } from '../../src/digits/reading.js';
import type { RgbaImage } from '../../src/image/pixels.js';
import { createRecognizer, loadModel, loadRecognizer, read, type ReadStep } from '../../src/node/index.js';
import { decodeImage } from '../../src/node/pictures/decodeImage.js';
import { answerPicture } from '../../src/numbers/answerPicture.js';
import { createDigitRecognizer } from '../../src/recognizer.js';
import { answerAgain } from '../../src/server/worker/answerAgain.js';
import { thresholdFor } from '../../src/digits/thresholdFor.js';
import { temporaryFolder } from '../support/datasetFixtures.js';
import { mnistPictures } from '../support/mnistPictures.js';
import { runCommand } from '../support/runCommand.js';

const NUMBER = 'samples/number-724.png';
const model = loadModel('models/standard');
const recognizer = createRecognizer(model);
const server = createServer({ threads: 1 });
afterAll(() => server.close());

const post = (payload: Buffer, query = '') =>
  server.inject({ method: 'POST', url: `/v1/read${query}`, headers: { 'content-type': 'image/png' }, payload });

/** MNIST's digits side by side, each on its 28 x 28 pixels. */
function sideBySide(digits: readonly Uint8Array[]): RgbaImage {
  const width = 28 * digits.length;
  const data = new Uint8ClampedArray(width * 28 * 4).fill(255);
  for (const [n, digit] of digits.entries()) {
    for (const [i, ink] of digit.entries()) {
      const at = 4 * (Math.floor(i / 28) * width + 28 * n + (i % 28));
      data.fill(255 - ink, at, at + 3);
    }
  }
  return { width, height: 28, data };
}

const mnist = mnistPictures(120);
/** Three digits each, of which the model is unsure about some. */
const numbers = Array.from({ length: 40 }, (_, n) => sideBySide(mnist.slice(3 * n, 3 * n + 3)));

describe('a number', () => {
  it('has three digits with their boxes, from left to right', async () => {
    const { text, status, confidence, digits } = await read(NUMBER);
    expect([text, status]).toEqual(['724', 'read']);
    expect(confidence).toBe(digits.reduce((product, digit) => product * digit.confidence, 1));
    expect(digits.map(({ digit }) => digit)).toEqual([7, 2, 4]);
    const { width, height } = await decodeImage(readFileSync(NUMBER));
    let right = 0;
    for (const { box, alternatives } of digits) {
      expect(box[0]).toBeGreaterThanOrEqual(right);
      right = box[0] + box[2];
      expect(Math.min(...box)).toBeGreaterThan(0);
      expect(box[1] + box[3]).toBeLessThanOrEqual(height);
      expect(alternatives).toHaveLength(2);
    }
    expect(right).toBeLessThanOrEqual(width);
  });

  it('is the same from read, readPixels, the command line, the server, and what the web app runs', async () => {
    const expected = await read(NUMBER);
    const pixels = await decodeImage(readFileSync(NUMBER));
    expect(recognizer.readPixels(pixels)).toEqual(expected);
    expect(await loadRecognizer('models/standard').read(readFileSync(NUMBER))).toEqual(expected);
    expect((await post(readFileSync(NUMBER))).json()).toEqual(JSON.parse(JSON.stringify(expected)));

    const all = createRecognizer(model, { alternatives: 9 }).readPixels(pixels);
    const { reading, seen, warnings } = answerPicture(createDigitRecognizer(model, { alternatives: 9 }), pixels);
    expect(reading).toEqual(all);
    expect(seen.map(({ probabilities }) => probabilities.indexOf(Math.max(...probabilities)))).toEqual([7, 2, 4]);
    expect(seen.map(({ input }) => input?.length)).toEqual([784, 784, 784]);
    expect(warnings).toEqual([]);

    const { stdout } = await runCommand(['read', NUMBER]);
    const rounded = JSON.stringify({ path: NUMBER, ...expected, rejected: false }, (key, value: unknown) =>
      key === 'confidence' || key === 'notDigit' ? Number((value as number).toFixed(6)) : value,
    );
    expect(stdout).toBe(`${rounded}\n`);
  });

  it('is read as one digit with `single`, of the recognizer, of one call, of the command line and of the server', async () => {
    const one = createRecognizer(model, { single: true });
    const expected = await one.read(NUMBER);
    expect(expected.digits).toHaveLength(1);
    expect(await read(NUMBER, { single: true })).toEqual(expected);
    expect((await one.read(NUMBER, { single: false })).text).toBe('724');
    const answer = await post(readFileSync(NUMBER), '?single=true');
    expect(answer.json()).toEqual(JSON.parse(JSON.stringify(expected)));
    expect((await post(readFileSync(NUMBER), '?single=false')).json()).toMatchObject({ text: '724' });
    const { stdout } = await runCommand(['read', NUMBER, '--single']);
    expect(JSON.parse(stdout)).toMatchObject({ text: expected.text, status: expected.status });
  });

  it('refuses a `single` that is neither true nor false', async () => {
    const answer = await post(readFileSync(NUMBER), '?single=perhaps');
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toMatch(/bad_parameter: .*single/);
  });

  it('is one line of a table with the likeliest other numbers, and one of CSV', async () => {
    const table = await runCommand(['read', NUMBER, '--format', 'table']);
    expect(table.stdout).toMatch(/\n724 +\d\d\.\d % {3}\d{3} \d\.\d % {2}\d{3} \d\.\d % +samples\/number-724\.png\n$/);
    const csv = await runCommand(['read', NUMBER, '--format', 'csv']);
    expect(csv.stdout).toMatch(/\nsamples\/number-724\.png,724,0\.\d+,read\n$/);
  });

  it('gives the steps of the whole picture, then those of each digit', async () => {
    const steps: ReadStep[] = [];
    await read(NUMBER, { onStep: (step) => steps.push(step) });
    const digits = steps.map(({ digit }) => digit);
    const runs = digits.filter((digit, i) => i === 0 || digit !== digits[i - 1]);
    expect(runs).toEqual([undefined, 0, 1, 2]);
  });

  it('has a folder with the steps, which name the digit', async () => {
    const folder = temporaryFolder();
    await runCommand(['read', NUMBER, '--explain', folder]);
    const files = readdirSync(join(folder, 'number-724'));
    expect(files.slice(0, 2)).toEqual(['01-ink.png', '02-paper-removed.png']);
    expect(files.filter((file) => /digit-[123]-input/.test(file))).toHaveLength(3);
    expect(existsSync(join(folder, 'number-724', files.at(-1) ?? ''))).toBe(true);
  });
});

describe('answerAgain', () => {
  const everything = createRecognizer(model, { alternatives: 9 });
  const readings = numbers.map((pixels) => everything.readPixels(pixels));

  it.each([
    { alternatives: 0, targetError: undefined },
    { alternatives: 2, targetError: 0.01 },
    { alternatives: 9, targetError: 0.0005 },
  ])('says of numbers what a recognizer with these options says: %j', ({ alternatives, targetError }) => {
    const wanted = createRecognizer(model, { alternatives, targetError });
    const threshold = targetError === undefined ? null : thresholdFor(model.config.calibration, targetError);
    const statuses = new Set<string>();
    for (const [i, pixels] of numbers.entries()) {
      const reading = wanted.readPixels(pixels);
      statuses.add(reading.status);
      expect(answerAgain(readings[i], { alternatives, threshold })).toEqual(reading);
    }
    expect(statuses.has('read')).toBe(true);
    if (targetError === 0.0005) expect(statuses.has('unsure')).toBe(true);
  });
});

describe('joinDigits', () => {
  const digit: ReadDigit = { digit: 7, confidence: 0.5, notDigit: 0, box: [0, 0, 1, 1], alternatives: [] };
  const join = (...statuses: Reading['status'][]): Reading =>
    joinDigits(statuses.map((status) => ({ status, digit: status === 'read' ? digit : { ...digit, digit: null } })));

  it('is read if all are, not a digit if none is one, and otherwise unsure', () => {
    expect(join('read', 'read')).toMatchObject({ text: '77', confidence: 0.25, status: 'read' });
    expect(join('not a digit', 'not a digit')).toMatchObject({ text: '??', status: 'not a digit' });
    expect(join('read', 'not a digit')).toMatchObject({ text: '7?', status: 'unsure' });
    expect(join('unsure', 'not a digit').status).toBe('unsure');
    expect(join('read', 'unsure').status).toBe('unsure');
    expect(join('not a digit').status).toBe('not a digit');
  });
});

describe('one digit', () => {
  const samples = readdirSync('samples').filter((name) => !name.startsWith('number'));

  it.each(samples)('%s is read to the bit as with single: true', async (name) => {
    const bytes = readFileSync(`samples/${name}`);
    const single = JSON.stringify(await recognizer.read(bytes, { single: true }));
    expect(JSON.stringify(await recognizer.read(bytes))).toBe(single);
  });

  it("is read so in MNIST's frames, with the same steps", () => {
    for (const digit of mnist.slice(0, 60)) {
      const pixels = sideBySide([digit]);
      const [steps, ofSingle]: ReadStep[][] = [[], []];
      const single = recognizer.readPixels(pixels, { single: true, onStep: (step) => ofSingle.push(step) });
      const reading = recognizer.readPixels(pixels, { onStep: (step) => steps.push(step) });
      expect(JSON.stringify(reading)).toBe(JSON.stringify(single));
      expect(JSON.stringify(steps)).toBe(JSON.stringify(ofSingle));
    }
  });
});
