import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  applyCorrections,
  describeCorrections,
  formatCorrections,
  parseCorrections,
  type Corrections,
} from '../../src/datasets/corrections.js';
import type { Dataset } from '../../src/datasets/dataset.js';
import { DatasetError } from '../../src/errors.js';
import { pipelines } from '../../src/ink/pipelines.js';
import { createSha256 } from '../../src/node/files/createSha256.js';
import { fingerprintInput } from '../../src/workflows/fingerprints.js';
import { saveModel } from '../../src/node/index.js';
import { readCorrections } from '../../src/node/datasets/readCorrections.js';
import {
  asFiles,
  draw,
  encodePng,
  openFresh,
  readAll,
  temporaryFolder,
  writeFiles,
} from '../support/datasetFixtures.js';
import { writeMadeIdx } from '../support/madeIdx.js';
import { makeModel } from '../support/madeModel.js';
import { runCommand } from '../support/runCommand.js';

const given = { name: 'a.png', content: '0123456789abcdef', label: 3 } as const;
const made: Corrections = {
  preprocessing: { pipeline: 'normalised', version: pipelines.normalised.version },
  decisions: [
    { row: 2, ...given, decision: 'relabel', to: 8 },
    { row: 5, ...given, decision: 'exclude' },
    { row: 6, ...given, decision: 'keep' },
  ],
};

describe('a corrections file', () => {
  it('has one decision per line and survives a round trip', () => {
    const text = formatCorrections(made);
    expect(parseCorrections(text, 'c.json')).toEqual(made);
    expect(text.split('\n').filter((line) => line.includes('"row"'))).toHaveLength(3);
    expect(parseCorrections(formatCorrections({ ...made, decisions: [] }), 'c.json').decisions).toEqual([]);
  });

  it('changes copies of the labels, and deletes nothing', () => {
    const labels = new Uint8Array(8).fill(3);
    expect(applyCorrections(labels, made)).toEqual({
      labels: Uint8Array.of(3, 3, 8, 3, 3, 3, 3, 3),
      excluded: Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0),
    });
    expect(labels).toEqual(new Uint8Array(8).fill(3));
    expect(describeCorrections(made, 'c.json')).toBe(
      '1 label was corrected and 1 picture was left out, as c.json says.',
    );
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ['not JSON', () => 'row,label', /^c.json: must be a numerist-corrections file .* not JSON/],
    ['another file', () => '{"format":"numerist-model"}', /Received format "numerist-model", version undefined/],
    ['a later version', (text) => text.replace('"version":1', '"version":2'), /Received .* version 2/],
    ['an unknown preprocessing', (text) => text.replace('normalised', 'none'), /"pipeline":"none"/],
    ['no decisions', (text) => text.replace('decisions', 'others'), /decisions must be a list. Received undefined/],
    ['two for one row', (text) => text.replace('"row":5', '"row":2'), /one decision per row. Received two for row 2/],
    ['an invalid row', (text) => text.replace('"row":2', '"row":-1'), /decision 1: row must be .* Received -1/],
    [
      'a label that is not a digit',
      (text) => text.replace('"to":8', '"to":10'),
      /decision 1: to must be 0 to 9 .* Received 10/,
    ],
    ['a digit with exclude', (text) => text.replace('"exclude"', '"exclude","to":1'), /decision 2: to must/],
    ['another decision', (text) => text.replace('"keep"', '"drop"'), /decision 3: .* Received "drop"/],
    ['an invalid content', (text) => text.replace('0123456789abcdef', 'x'), /content must be 16 hex digits/],
  ])('is refused: %s', (_, change, message) => {
    const parse = (): unknown => parseCorrections(change(formatCorrections(made)), 'c.json');
    expect(parse).toThrow(DatasetError);
    expect(parse).toThrow(message);
  });
});

describe('readCorrections', () => {
  const folder = temporaryFolder();
  const source = join(folder, 'digits');
  const files = asFiles(draw([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 2));
  writeFiles(source, files);
  const path = join(folder, 'corrections.json');
  let dataset: Dataset;
  let corrections: Corrections;
  const cacheFolder = join(folder, '.cache');
  beforeAll(async () => {
    dataset = await openFresh(source, { pipeline: 'normalised' });
    const inputs = readAll(dataset);
    corrections = {
      preprocessing: { pipeline: 'normalised', version: pipelines.normalised.version },
      decisions: [4, 9].map((row) => ({
        row,
        name: dataset.nameOf(row),
        content: fingerprintInput({ createSha256 }, inputs.subarray(row * 784, row * 784 + 784)),
        label: dataset.labels[row],
        decision: 'exclude' as const,
      })),
    };
    writeFileSync(path, formatCorrections(corrections));
  });

  it('finds the pictures at their rows, also through another preprocessing', async () => {
    expect(await readCorrections(path, dataset)).toEqual(corrections);
    const classic = await openFresh(source, { pipeline: 'classic' });
    expect(await readCorrections(path, classic, { cacheFolder })).toEqual(corrections);
  });

  it('finds them by their names if pictures were added', async () => {
    const more = join(folder, 'more');
    writeFiles(more, { ...files, '0/000.png': encodePng(draw([9], 1)[0].pixels) });
    const larger = await openFresh(more, { pipeline: 'normalised' });
    const rows = (await readCorrections(path, larger)).decisions.map(({ row }) => row);
    expect(rows).not.toEqual([4, 9]);
    expect(rows.map((row) => larger.nameOf(row))).toEqual([4, 9].map((row) => dataset.nameOf(row)));
  });

  it('refuses other pictures, other labels and missing ones', async () => {
    const relabelled = { ...dataset, labels: dataset.labels.map((label) => (label + 1) % 10) };
    await expect(readCorrections(path, relabelled)).rejects.toThrow(
      /corrections.json: must be made for this data. .* has label 3 at 2\/.*\.png, where the file has label 2\.$/,
    );
    const repainted = {
      ...dataset,
      readInputs: (rows: ArrayLike<number>, out: Uint8Array) => {
        dataset.readInputs(rows, out);
        out[0] ^= 1;
      },
    };
    await expect(readCorrections(path, repainted)).rejects.toThrow(/has other pixels \([0-9a-f]{16}\) at 2\//);
    const renamed = { ...dataset, nameOf: (row: number) => `${row}` };
    await expect(readCorrections(path, renamed)).rejects.toThrow(
      /must hold the picture 2\/.*\. It has no picture of that name\.$/,
    );
    await expect(readCorrections(join(folder, 'none'), dataset)).rejects.toThrow(/cannot read .*none: no such file/);
    const later = join(folder, 'later.json');
    writeFileSync(later, formatCorrections({ ...corrections, preprocessing: { pipeline: 'normalised', version: 9 } }));
    await expect(readCorrections(later, dataset)).rejects.toThrow(
      /version \d+ of the preprocessing .* Received version 9/,
    );
  });
});

describe('--corrections', () => {
  const folder = temporaryFolder();
  const data = writeMadeIdx(join(folder, 'data'), 120, 60);
  process.env.NUMERIST_CACHE = join(folder, '.cache');
  const model = join(folder, 'model');
  saveModel(model, makeModel());
  const path = join(folder, 'corrections.json');
  const json = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await runCommand([...args, '--threads', '1', '--json']);
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout) as Record<string, unknown>;
  };

  /**
   * Decides about test images: the first ten get the model's answers as labels, the next ten are
   * left out.
   */
  async function decide(): Promise<void> {
    const dataset = await openFresh(data, { pipeline: 'normalised' });
    const inputs = readAll(dataset);
    const decisions = Array.from({ length: 20 }, (_, i) => {
      const row = 120 + i;
      const at = {
        row,
        name: dataset.nameOf(row),
        content: fingerprintInput({ createSha256 }, inputs.subarray(row * 784, row * 784 + 784)),
      };
      const label = dataset.labels[row];
      return i < 10
        ? { ...at, label, decision: 'relabel' as const, to: (label + 1) % 10 }
        : { ...at, label, decision: 'exclude' as const };
    });
    writeFileSync(
      path,
      formatCorrections({
        preprocessing: { pipeline: 'normalised', version: pipelines.normalised.version },
        decisions,
      }),
    );
  }

  it('evaluates on the corrected labels, without excluded pictures', async () => {
    await decide();
    const plain = await json('evaluate', model, '--data', data);
    const corrected = await json('evaluate', model, '--data', data, '--corrections', path);
    expect([plain.n, corrected.n]).toEqual([60, 50]);
    expect(corrected.notes).toContain(`10 labels were corrected and 10 pictures were left out, as ${path} says.`);
    const support = (matrix: unknown): number[] =>
      (matrix as number[][]).map((row) => row.reduce((sum, count) => sum + count, 0));
    expect(support(corrected.confusion_matrix)).not.toEqual(support(plain.confusion_matrix));
  });

  it('trains with them, keeps a copy, and resumes with it', async () => {
    await decide();
    const text = readFileSync(path, 'utf8');
    const runs = join(folder, 'runs');
    const trained = await json(
      ...['train', '--data', data, '--epochs', '1', '--batch', '16', '--corrections', path, '--runs', runs],
      ...['--engine', 'exact'],
    );
    const run = String(trained.run);
    expect(readFileSync(join(run, 'corrections.json'), 'utf8')).toBe(text);
    const config = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8')) as { data: Record<string, unknown> };
    expect(config.data).toMatchObject({ testImages: 50, trainImages: 108 });
    expect(config.data.corrections).toMatch(/^[0-9a-f]{64}$/);
    expect((trained.test as { n: number }).n).toBe(50);
    const resumed = await json('train', '--resume', run);
    expect((resumed.test as { n: number; errors: number }).errors).toBe((trained.test as { errors: number }).errors);
    expect((resumed.test as { n: number }).n).toBe(50);
  });

  it('refuses a file of other data', async () => {
    const other = writeMadeIdx(join(folder, 'other'), 100, 80);
    const { code, stderr } = await runCommand([
      'evaluate',
      model,
      '--data',
      other,
      '--corrections',
      path,
      '--threads',
      '1',
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/corrections\.json: must be made for this data\./);
  });
});
