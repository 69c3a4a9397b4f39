import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const named = Object.values(scripts).flatMap((line) => [...line.matchAll(/node ((?:scripts|bench)\/\S+\.js)/g)]);
const programs = [
  ...new Set(named.map(([, path]) => path)),
  ...readdirSync('experiments').map((name) => `experiments/${name}`),
  ...['bench/to99.js', 'scripts/build/makeSamples.js', 'scripts/models/modelCard.js'],
];

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

describe('the scripts of package.json, and others of ours', () => {
  it('are all here', () => {
    expect(programs).toEqual(
      expect.arrayContaining(['scripts/checks/fuzz.js', 'bench/run.js', 'scripts/checks/homes.js']),
    );
    expect(programs.length).toBeGreaterThan(15);
  });

  it.each(programs)('%s says what it does, and refuses what it does not know', async (program) => {
    const help = await run(program, '--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout.trim().length).toBeGreaterThan(80);
    expect(help.stdout).not.toMatch(/^(\/\/|import )/m);
    const refused = await run(program, '--nonsense');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/^[^\n]*Unknown option '--nonsense'[^\n]*\n$/);
  });

  it.each([
    ['scripts/checks/fuzz.js', ['--count', 'many'], '--count must be a whole number of at least 1. Received many'],
    ['scripts/checks/soak.js', ['--rate', '0'], '--rate must be a number of at least 0.001. Received 0'],
    ['scripts/checks/repeatTests.js', ['--runs', '2', '--busy', '3'], '--busy must be a whole number from 0 to 2'],
    ['scripts/models/robustness.js', ['--n', '10001'], '--n must be a whole number from 1 to 10000. Received 10001'],
    ['scripts/models/unseen.js', ['--only', 'mnist'], "--only must be among exam-ids, sudoku. Received 'mnist'"],
    [
      'scripts/models/unseen.js',
      ['--target-error', '0.01,1'],
      '--target-error must be above 0 and below 1. Received 1',
    ],
    ['scripts/models/unseen.js', ['--margin', '0.5'], '--margin must be a number from -0.4 to 0.4. Received 0.5'],
    ['scripts/models/generated.js', [], '--page must name the PNG file to write'],
    ['scripts/models/generated.js', ['--page', 'x.png', '--digit', '10'], '--digit must be a whole number from 0 to 9'],
    ['scripts/models/trainModel.js', ['big'], 'the model must be one of '],
    ['scripts/checks/measureApp.js', ['speed'], 'parts must be among '],
    ['scripts/build/buildSite.js', ['a', 'b'], "Unexpected argument 'b'"],
    ['scripts/build/graph.js', ['a'], "Unexpected argument 'a'"],
    ['experiments/flippedLabels.js', [''], 'the seed must be a whole number of at least 0. Received '],
    ['scripts/models/modelCard.js', ['small'], 'a model and the folder of a report must be named'],
  ])('%s %j is refused', async (program, args, message) => {
    const { code, stdout, stderr } = await run(program, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^[^\n]+ See: node \S+ --help\n$/);
  });
});
