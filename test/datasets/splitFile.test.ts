import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { joinGroups } from '../../src/datasets/joinGroups.js';
import { splitByDrawing } from '../../src/datasets/splitByDrawing.js';
import { formatSplitFile, parseSplitFile, partsOf, withSplit, type SplitFile } from '../../src/datasets/splitFile.js';
import { drawingMontage } from '../../src/leaks/drawingMontage.js';
import { readSplitFile, identityOf } from '../../src/node/datasets/splitFiles.js';
import { asFiles, draw, openFresh, temporaryFolder, writeFiles } from '../support/datasetFixtures.js';
import { runCommand } from '../support/runCommand.js';

const made: SplitFile = {
  data: 'a0'.repeat(32),
  how: 'by drawing, seed 1',
  parts: ['train', 'test', 'none', 'val'],
  groups: Uint32Array.of(0, 1, 1, 2),
};

describe('a split file', () => {
  it('has one picture per line and survives a round trip', () => {
    const text = formatSplitFile(made);
    expect(text.split('\n').slice(1)).toEqual(['part,group', 'train,0', 'test,1', 'none,1', 'val,2', '']);
    expect(parseSplitFile(text, 's.csv')).toEqual(made);
    const ungrouped = { ...made, groups: null };
    expect(parseSplitFile(formatSplitFile(ungrouped), 's.csv')).toEqual(ungrouped);
    expect(partsOf(made)).toEqual({ train: Uint32Array.of(0), val: Uint32Array.of(3), test: Uint32Array.of(1) });
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ['another file', () => 'row,label\n0,1\n', /^s.csv: must be a split file .* Received "row,label"/],
    ['another header', (text) => text.replace('part,group', 'a,b'), /line 2 must be .* Received "a,b"/],
    ['an unknown part', (text) => text.replace('test,1', 'dev,1'), /line 4 must be train, val, test or none.* "dev,1"/],
    ['no group', (text) => text.replace('test,1', 'test'), /line 4 .* Received "test"/],
    ['a group that is not a number', (text) => text.replace('test,1', 'test,anna'), /line 4 .* "test,anna"/],
    ['too many columns', (text) => text.replace('test,1', 'test,1,2'), /line 4 .* "test,1,2"/],
  ])('is refused with %s', (_, change, message) => {
    expect(() => parseSplitFile(change(formatSplitFile(made)), 's.csv')).toThrow(message);
  });

  it('is refused for other data', async () => {
    const folder = temporaryFolder();
    const dataset = await openFresh(writeFiles(join(folder, 'data'), asFiles(draw([0, 1], 3))), {
      pipeline: 'normalised',
    });
    const path = join(folder, 's.csv');
    const parts = Array.from({ length: dataset.length }, () => 'train' as const);
    writeFileSync(path, formatSplitFile({ ...made, parts, groups: null, data: identityOf(dataset) }));
    expect(readSplitFile(path, dataset).parts).toEqual(parts);
    expect(withSplit(dataset, { parts }).splits).toEqual(parts);
    const relabelled = { ...dataset, labels: dataset.labels.map((label) => label + 1) };
    expect(() => readSplitFile(path, relabelled)).toThrow(/must belong to the data/);
    expect(() => readSplitFile(join(folder, 'none.csv'), dataset)).toThrow(/cannot read .*none.csv/);
  });
});

describe('splitByDrawing', () => {
  const fractions = { train: 0.7, val: 0.1, test: 0.2 };

  it('puts no drawing on two sides, and each digit with enough drawings in every part', () => {
    // Each digit has four drawings with as many variants as in the 107,730 pictures.
    const drawings = Uint32Array.from({ length: 10 * 400 }, (_, row) => Math.floor(row / 100));
    const labels = Uint8Array.from(drawings, (drawing) => Math.floor(drawing / 4));
    const parts = splitByDrawing(labels, drawings, fractions, 1);
    const partOf = new Map<number, string>();
    for (const part of ['train', 'val', 'test'] as const) {
      for (const row of parts[part]) {
        expect(partOf.get(drawings[row]) ?? part).toBe(part);
        partOf.set(drawings[row], part);
      }
      expect(new Set(Array.from(parts[part], (row) => labels[row])).size).toBe(10);
    }
    expect(parts.train.length + parts.val.length + parts.test.length).toBe(4000);
    expect(parts.test).toHaveLength(1000);
    expect(splitByDrawing(labels, drawings, fractions, 1)).toEqual(parts);
    expect(splitByDrawing(labels, drawings, fractions, 2)).not.toEqual(parts);
  });

  it('comes close to the fractions with many drawings, and always leaves some to train on', () => {
    const drawings = Uint32Array.from({ length: 3000 }, (_, row) => row >> 1);
    const parts = splitByDrawing(new Uint8Array(3000), drawings, fractions, 1);
    expect(Math.abs(parts.test.length - 600)).toBeLessThanOrEqual(2);
    expect(Math.abs(parts.val.length - 300)).toBeLessThanOrEqual(2);
    const single = splitByDrawing(new Uint8Array(50), new Uint32Array(50), fractions, 1);
    expect(single.train).toHaveLength(50);
  });

  it('refuses fractions that do not sum to 1', () => {
    expect(() => splitByDrawing(new Uint8Array(2), new Uint32Array(2), { train: 1, val: 0, test: 0.2 }, 1)).toThrow(
      /sum to 1/,
    );
  });
});

it('groups that share a row become one', () => {
  expect([...joinGroups(Uint32Array.of(0, 0, 1, 2, 3), Uint32Array.of(5, 6, 6, 7, 8))]).toEqual([0, 0, 0, 1, 2]);
});

describe('drawingMontage', () => {
  it('shows each drawing dark on white with its count under it', () => {
    const { width, height, data } = drawingMontage([[{ picture: new Uint8Array(784).fill(255), count: 1 }]]);
    expect(data).toHaveLength(width * height);
    expect([data[0], data[4 * width + 4], data[59 * width + 59]]).toEqual([255, 0, 0]);
    expect(data.filter((value) => value === 90)).toHaveLength(4 * 8); // the eight cells of a 1
    expect(() => drawingMontage([[]])).toThrow(/must hold a drawing/);
  });
});

describe('numerist split', () => {
  it('writes a file for train and evaluate, and reports what it found', async () => {
    const folder = temporaryFolder();
    process.env.NUMERIST_CACHE = join(folder, 'cache');
    const data = writeFiles(join(folder, 'data'), asFiles(draw([0, 1, 2, 3], 6)));
    const output = join(folder, 'split.csv');
    const montage = join(folder, 'drawings.png');
    const args = ['split', data, '--threads', '1', '-o', output, '--montage', montage, '--json'];
    const { code, stdout, stderr } = await runCommand(args);
    expect([code, stderr.includes('data:')]).toEqual([0, true]);
    const summary = JSON.parse(stdout) as { train: number; val: number; test: number; drawings: number[][] };
    expect(summary.train + summary.val + summary.test).toBe(24);
    expect(summary.drawings.flat().reduce((sum, size) => sum + size, 0)).toBe(24);
    expect(readFileSync(montage).subarray(1, 4).toString()).toBe('PNG');
    const split = parseSplitFile(readFileSync(output, 'utf8'), output);
    const sides = new Map<number, Set<string>>();
    split.parts.forEach((part, row) => {
      const group = split.groups?.[row] ?? -1;
      sides.set(group, (sides.get(group) ?? new Set()).add(part));
    });
    expect([...sides.values()].every((parts) => parts.size === 1)).toBe(true);

    const page = join(folder, 'a.html');
    const audited = await runCommand(['audit', data, '--split', output, '--threads', '1', '--json', '--page', page]);
    expect(audited.code).toBe(0);
    const { findings, notes } = JSON.parse(audited.stdout) as { findings: { kind: string }[]; notes: string[] };
    expect(findings.map(({ kind }) => kind)).toContain('missing-class');
    expect(findings.map(({ kind }) => kind)).not.toContain('leak');
    expect(notes).toEqual([`The parts are those of ${output}.`]);
    expect(readFileSync(page, 'utf8')).toContain('Missing classes');
    expect((await runCommand(['audit', data, '--threads', '1', '--fail-on', 'note'])).code).toBe(3);
  });

  it.each<[string, string[], RegExp]>([
    ['groups without a file', ['--by', 'group'], /needs --groups/],
    ['a montage without drawings', ['--by', 'random', '--montage', 'a.png'], /--montage needs --by drawing/],
    ['nothing to train on', ['--test', '0.6', '--validation', '0.4'], /must leave something to train on/],
  ])('refuses %s', async (_, args, message) => {
    const { code, stderr } = await runCommand(['split', 'none', '-o', 's.csv', ...args]);
    expect([code, message.test(stderr)]).toEqual([2, true]);
  });
});
