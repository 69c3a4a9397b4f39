import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describe, expect, it } from 'vitest';

import { createRecognizer as createBrowserRecognizer } from '../src/index.js';
import { createRecognizer, ImageError, loadRecognizer, saveModel, type RgbaImage } from '../src/node/index.js';
import { encodePng, temporaryFolder } from './support/datasetFixtures.js';
import { makeModel } from './support/madeModel.js';

const WIDTH = 60;
const HEIGHT = 50;
/**
 * Luminance [50, 60] of an upright bar with a foot, light on black; the box of its ink is [21, 11,
 * 9, 30].
 */
function drawBar(): Uint8Array {
  const pixels = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 11; y < 41; y++) pixels.fill(255, y * WIDTH + 23, y * WIDTH + 27);
  for (let y = 38; y < 41; y++) pixels.fill(255, y * WIDTH + 21, y * WIDTH + 30);
  return pixels;
}
const bar = drawBar();

function toRgba(luminance: Uint8Array, width = WIDTH, height = HEIGHT): RgbaImage {
  const data = new Uint8ClampedArray(width * height * 4);
  luminance.forEach((value, i) => {
    data.set([value, value, value, 255], i * 4);
  });
  return { width, height, data };
}

const model = makeModel();
const recognizer = createRecognizer(model);
const png = encodePng(bar, WIDTH, HEIGHT);

describe('readPixels', () => {
  const reading = recognizer.readPixels(toRgba(bar));

  it('returns one digit with its box and the next likeliest digits', () => {
    expect(reading.status).toBe('read');
    expect(reading.digits).toHaveLength(1);
    const [{ digit, confidence, box, alternatives }] = reading.digits;
    expect(reading.text).toBe(String(digit));
    expect(reading.confidence).toBe(confidence);
    expect(box).toEqual([21, 11, 9, 30]);
    expect(alternatives).toHaveLength(2);
    expect(confidence).toBeGreaterThanOrEqual(alternatives[0].confidence);
    expect(alternatives[0].confidence).toBeGreaterThanOrEqual(alternatives[1].confidence);
    expect(new Set([digit, ...alternatives.map((other) => other.digit)]).size).toBe(3);
  });

  it('returns confidences of all ten digits that add up to 1', () => {
    const [all] = createRecognizer(model, { alternatives: 9 }).readPixels(toRgba(bar)).digits;
    expect(all.alternatives.reduce((total, { confidence }) => total + confidence, all.confidence)).toBeCloseTo(1, 6);
  });

  it('changes the confidence but not the digit with the temperature of the model', () => {
    const unsure = createRecognizer(makeModel({ temperature: 50 })).readPixels(toRgba(bar));
    expect(unsure.text).toBe(reading.text);
    expect(unsure.confidence).toBeLessThan(reading.confidence);
    expect(unsure.confidence).toBeGreaterThan(0.1);
  });

  it('reads dark on light and light on dark alike', () => {
    const { status, ...others } = recognizer.readPixels(toRgba(bar.map((value) => 255 - value)));
    expect({ status, ...others }).toEqual(reading);
  });

  it.each([0, 255])('finds no ink and no digit in an empty picture (all %i)', (value) => {
    const empty = { text: '', confidence: 0, status: 'no ink', digits: [] };
    expect(recognizer.readPixels(toRgba(new Uint8Array(WIDTH * HEIGHT).fill(value)))).toEqual(empty);
    const transparent = { width: 28, height: 28, data: new Uint8Array(28 * 28 * 4) };
    expect(recognizer.readPixels(transparent)).toEqual(empty);
  });

  it.each<[string, unknown, string]>([
    [
      'too little data',
      { width: 2, height: 2, data: new Uint8Array(15) },
      'image: data must have width * height * 4 = 16 bytes (RGBA). Received 15.',
    ],
    [
      'no height',
      { width: 2, height: 0, data: new Uint8Array(0) },
      'image: height must be a whole number from 1. Received 0.',
    ],
    [
      'half a pixel',
      { width: 1.5, height: 2, data: new Uint8Array(12) },
      'image: width must be a whole number from 1. Received 1.5.',
    ],
    [
      'a list as data',
      { width: 1, height: 1, data: [0, 0, 0, 0] },
      'image: data must be a Uint8Array or Uint8ClampedArray. Received [object Array].',
    ],
  ])('refuses %s', async (_, image, message) => {
    expect(() => recognizer.readPixels(image as RgbaImage)).toThrow(message);
    await expect(recognizer.read(image as RgbaImage)).rejects.toThrow(message);
  });
});

describe('read', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'bar #1.png');
  writeFileSync(path, png);
  const expected = recognizer.readPixels(toRgba(bar));

  it.each<[string, Parameters<typeof recognizer.read>[0]]>([
    ['pixels', toRgba(bar)],
    ['bytes', png],
    ['an ArrayBuffer', new Uint8Array(png).buffer],
    ['a Blob', new Blob([new Uint8Array(png)])],
    ['a path', path],
    ['a file URL', pathToFileURL(path)],
  ])('accepts %s in Node', async (_, image) => {
    expect(await recognizer.read(image)).toEqual(expected);
  });

  it.each<[string, Parameters<ReturnType<typeof createBrowserRecognizer>['read']>[0]]>([
    ['pixels', toRgba(bar)],
    ['bytes', new Uint8Array(png)],
    ['an ArrayBuffer', new Uint8Array(png).buffer],
    ['a Blob', new Blob([new Uint8Array(png)])],
  ])('accepts %s in a browser', async (_, image) => {
    expect(await createBrowserRecognizer(model).read(image)).toEqual(expected);
  });

  it('refuses what is not a picture', async () => {
    await expect(recognizer.read(readFileSync(import.meta.filename))).rejects.toThrow(ImageError);
    await expect(recognizer.read(png.subarray(0, png.length / 2))).rejects.toThrow(ImageError);
    await expect(recognizer.read(join(folder, 'none.png'))).rejects.toThrow(
      /cannot read .*none.png: no such file or folder/,
    );
    await expect(recognizer.read(folder)).rejects.toThrow(/cannot read .*: it is a folder/);
    await expect(recognizer.read(7 as never)).rejects.toThrow(
      new TypeError(
        'read: image must be a path, a URL, bytes, a Blob, or { width, height, data }. Received [object Number].',
      ),
    );
    await expect(createBrowserRecognizer(model).read('x.png' as never)).rejects.toThrow(
      "In Node, 'numerist/node' reads paths.",
    );
  });

  it('reads with a model from disk', async () => {
    saveModel(join(folder, 'model'), model);
    expect(await loadRecognizer(join(folder, 'model')).read(png)).toEqual(expected);
  });
});

it.each([-1, 10, 1.5])('refuses %d alternatives', (alternatives) => {
  expect(() => createRecognizer(model, { alternatives })).toThrow(RangeError);
});
