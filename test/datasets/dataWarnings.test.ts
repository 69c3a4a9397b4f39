import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { type CommandResult, runCommand } from '../support/runCommand.js';
import { draw, type Drawing, SIDE, temporaryFolder } from '../support/datasetFixtures.js';
import { mnistTraining } from '../support/mnistPictures.js';
import { asTable } from '../support/tableFixtures.js';

// What `train` and `audit` say about doubtful data. Each name is a row of docs/data.md.

const folder = temporaryFolder();
process.env.NUMERIST_CACHE = join(folder, '.cache');
const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
let made = 0;

function write(content: string): string {
  const path = join(folder, `${made++}`, 'digits.csv');
  mkdirSync(join(path, '..'));
  writeFileSync(path, content);
  return path;
}
const blank = (label: number): Drawing => ({ label, pixels: new Uint8Array(SIDE * SIDE) });
const train = (data: string): Promise<CommandResult> =>
  runCommand([
    ...['train', '--data', data, '--preprocessing', 'classic', '--epochs', '1', '--batch', '16'],
    ...['--threads', '1', '--engine', 'exact', '--runs', join(folder, 'runs'), '--json'],
  ]);

/** Trains, and expects a warning on the terminal, in the JSON and in the report. */
async function warns(data: string, warning: string): Promise<void> {
  const { code, stdout, stderr } = await train(data);
  expect(code, stderr).toBe(0);
  expect(stderr.split('\n').filter((line) => line === `WARNING: ${warning}`)).toHaveLength(1);
  const { warnings, run } = JSON.parse(stdout) as { warnings: string[]; run: string };
  expect(warnings).toContain(warning);
  const report = JSON.parse(readFileSync(join(run, 'report.json'), 'utf8')) as { notes: string[] };
  expect(report.notes).toContain(`Warning: ${warning}`);
  expect(readFileSync(join(run, 'report.html'), 'utf8')).toContain(`Warning: ${warning}`);
}

describe('warnings of train', () => {
  it('one digit only', async () => {
    const data = write(asTable(draw([4], 20)));
    await warns(data, 'All 20 labels are 4: a model that always answers 4 is always right.');
  });

  it('missing digits', async () => {
    const data = write(asTable(draw([0, 1, 2, 3, 4, 6, 7, 8], 8)));
    const [verb, noun] = ['cannot learn these digits', 'in their place'];
    await warns(data, `No picture has the label 5, 9: a model ${verb}, and will read others ${noun}.`);
  });

  it('blank pictures', async () => {
    const data = write(asTable([...draw(digits, 9), ...digits.map(blank)]));
    await warns(data, '10 of 100 pictures (10 %) are blank: they show no ink.');
  });

  it('labels that look like a pixel', async () => {
    const table = asTable(draw(digits, 8)).trim().split('\n');
    // The label's name stands over a column of pixels at the corner.
    const shifted = table.map((line, i) =>
      i === 0 ? line : `${i % 9 === 0 ? 1 : 0},${line.slice(line.indexOf(',') + 1)}`,
    );
    const share = 'look like a pixel: 90 % of them are the value of the pixel beside them (0: 72, 1: 8).';
    await warns(write(shifted.join('\n')), `digits.csv: The labels, in column 1, ${share}`);
  });

  it('nothing to warn of', async () => {
    const { code, stdout, stderr } = await train(write(asTable(draw(digits, 9))));
    expect(code, stderr).toBe(0);
    expect((JSON.parse(stdout) as { warnings: string[] }).warnings).toEqual([]);
    expect(stderr).not.toMatch(/WARNING/);
  });

  it('more than half of the pictures blank', async () => {
    const { code, stdout, stderr } = await train(
      write(asTable([...draw(digits, 3), ...Array.from({ length: 31 }, () => blank(3))])),
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/digits\.csv: the pictures must show digits\. Received 31 blank pictures of 61/);
    expect(
      (await train(write(asTable([...draw(digits, 3), ...Array.from({ length: 30 }, () => blank(3))])))).code,
    ).toBe(0);
  });
});

describe('findings of audit', () => {
  const runProcess = (...args: string[]): { code: number | null; stdout: string; stderr: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/bin.js', ...args], { encoding: 'utf8' });
    return { code: status, stdout, stderr };
  };
  const findings = (drawings: readonly Drawing[]): string[] => {
    const { code, stdout, stderr } = runProcess('audit', write(asTable(drawings)), '--threads', '2', '--json');
    expect(code, stderr).toBe(0);
    return (JSON.parse(stdout) as { findings: { kind: string }[] }).findings.map(({ kind }) => kind);
  };
  const { inputs, labels } = mnistTraining(800);
  const pictures = (wanted: readonly number[], count: number, relabel = (label: number): number => label): Drawing[] =>
    Array.from(labels, (label, i) => ({ label: relabel(label), pixels: inputs.subarray(i * 784, (i + 1) * 784) }))
      .filter((_, i) => wanted.includes(labels[i]))
      .slice(0, count);

  it('blank pictures are no copies, leaks or label conflicts', { timeout: 240_000 }, () => {
    const found = findings([...pictures(digits, 60), ...digits.map(blank), ...digits.map(blank)]);
    expect(found).toContain('blank');
    expect(found.filter((kind) => ['leak', 'duplicate', 'label-conflict'].includes(kind))).toEqual([]);
  });

  it('two digits are not called transposed', { timeout: 240_000 }, () => {
    // 6 and 9 under each other's names look as if they lay upside down.
    expect(findings(pictures([6, 9], 120, (label) => 15 - label))).not.toContain('transposed');
    const turned = pictures(digits, 120).map(({ label, pixels }) => ({
      label,
      pixels: pixels.map((_, i) => pixels[(i % SIDE) * SIDE + Math.floor(i / SIDE)]),
    }));
    expect(findings(turned)).toContain('transposed');
  });
});
