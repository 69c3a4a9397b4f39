import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createRandom } from '../../src/random.js';
import { writeMadeIdx } from '../support/madeIdx.js';
import { waitUntil, within } from '../support/waitUntil.js';

const bin = new URL('../../dist/cli/bin.js', import.meta.url).pathname;
/** Many times what the longest command takes on a machine of its own. */
const ENDS_MS = 110_000;
vi.setConfig({ testTimeout: 120_000 });
let folder: string;
let data: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'numerist-runs-'));
  data = writeMadeIdx(join(folder, 'data'), 3000, 200);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: string[]): { child: ChildProcess; outcome: Promise<Outcome> } {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...process.env, NUMERIST_CACHE: join(folder, 'cache') },
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes: Buffer) => (text.stdout += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (text.stderr += bytes.toString()));
  const closed = new Promise<Outcome>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, ...text });
    });
  });
  const what = (): string => `numerist ${args.join(' ')} to end. It said: ${text.stdout}${text.stderr}`;
  const outcome = within(what, closed, ENDS_MS).finally(() => child.kill('SIGKILL'));
  outcome.catch(() => undefined); // a later await still gets the error
  return { child, outcome };
}

const numerist = (...args: string[]): Promise<Outcome> => start(args).outcome;
const trainArgs = (runs: string, ...more: string[]): string[] => [
  ...[
    'train',
    '--data',
    data,
    '--preprocessing',
    'classic',
    '--epochs',
    '4',
    '--batch',
    '64',
    '--runs',
    join(folder, runs),
  ],
  ...['--checkpoint-seconds', '1', '--json', ...more],
];
const weights = (run: string): string => readFileSync(join(run, 'model', 'model.safetensors')).toString('base64');
const onlyRun = (runs: string): string => {
  const names = readdirSync(join(folder, runs)).filter((name) => !name.startsWith('.'));
  expect(names).toHaveLength(1);
  return join(folder, runs, names[0]);
};

let whole: string; // the weights of a run that nobody interrupts
let wholeSummary: Record<string, unknown>;
beforeAll(async () => {
  const { code, stdout, stderr } = await numerist(...trainArgs('whole', '--threads', '1'));
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  wholeSummary = JSON.parse(stdout) as Record<string, unknown>;
  whole = weights(onlyRun('whole'));
});

describe('numerist train', () => {
  it('prints one documented JSON object and leaves a complete run folder', () => {
    const run = onlyRun('whole');
    expect(wholeSummary).toMatchObject({ run, bestEpoch: expect.any(Number) as number });
    expect(wholeSummary.epochs).toHaveLength(4);
    expect(wholeSummary.imagesPerSecond).toBeGreaterThan(0);
    expect(wholeSummary.val_accuracy).toBeGreaterThan(0.95);
    expect(wholeSummary.test).toMatchObject({ n: 200, accuracy: expect.any(Number) as number });
    expect(readdirSync(run).toSorted()).toEqual(
      [
        'checkpoint',
        'config.json',
        'confusion.svg',
        'history.csv',
        'metrics.jsonl',
        'model',
        'report.html',
        'report.json',
      ].toSorted(),
    );
    expect(readdirSync(join(run, 'checkpoint')).toSorted()).toEqual(['best.safetensors', 'last.safetensors']);
    expect(readFileSync(join(run, 'history.csv'), 'utf8').trim().split('\n')).toHaveLength(5);
    expect(readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n')).toHaveLength(4);
  });

  it.each([2, 4])('gives the same weights bit for bit on %i threads', async (threads) => {
    const { code } = await numerist(...trainArgs(`threads-${threads}`, '--threads', `${threads}`));
    expect(code).toBe(0);
    expect(weights(onlyRun(`threads-${threads}`))).toBe(whole);
  });

  it('ends with the same weights bit for bit if killed five times at random moments and resumed', async () => {
    const random = createRandom(Date.now() % 2 ** 32);
    let run: string | null = null;
    let kills = 0;
    for (;;) {
      const args =
        run === null
          ? trainArgs('killed', '--threads', '2')
          : ['train', '--resume', run, '--json', '--checkpoint-seconds', '1'];
      const { child, outcome } = start(args);
      if (kills < 5) {
        // The run folder appears when training begins; until then there is nothing to lose.
        if (run === null) {
          await waitUntil(
            'the run folder',
            () => {
              const there = existsSync(join(folder, 'killed')) ? readdirSync(join(folder, 'killed')) : [];
              return there.some((name) => !name.startsWith('.'));
            },
            ENDS_MS,
          );
          run = onlyRun('killed');
        }
        await sleep(random.below(1500));
        if (child.exitCode === null) kills++;
        child.kill('SIGKILL');
      }
      const { code, stderr } = await outcome;
      if (code === null) continue;
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      break;
    }
    console.log(`killed ${kills} times`);
    expect(kills).toBeGreaterThan(0);
    expect(weights(run ?? '')).toBe(whole);
  }, 180_000);

  it('saves on Ctrl-C, says how to resume, and resumes', async () => {
    const { child, outcome } = start(trainArgs('interrupted', '--threads', '1'));
    let told = '';
    child.stderr?.on('data', (bytes: Buffer) => (told += bytes.toString()));
    await waitUntil(
      () => `the run to say its images. It said: ${told}`,
      () => told.includes('images: train'),
    );
    await sleep(300);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await outcome;
    const run = onlyRun('interrupted');
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain(`numerist: stopped and saved. Go on with: numerist train --resume ${run}`);
    const resumed = await numerist('train', '--resume', run, '--json');
    expect(resumed.code).toBe(0);
    expect(weights(run)).toBe(whole);
  });

  it('refuses to resume on other data', async () => {
    const other = writeMadeIdx(join(folder, 'other'), 100, 10);
    const { code, stderr } = await numerist('train', '--resume', onlyRun('whole'), '--data', other);
    expect(code).toBe(1);
    expect(stderr).toContain('with other images or labels');
  });

  it('names the error in its arguments, with exit code 2', async () => {
    const cases: [string[], string][] = [
      [['train'], 'train needs --data <path|name>, or --resume <run>'],
      [['train', '--data', data, '--epochs', '0'], 'must be a whole number, 1 or more. Received 0.'],
      [['train', '--data', data, '--test', '1'], 'must be a number, at least 0 and below 1. Received 1.'],
      [['train', '--data', data, '--arch', 'clasic'], 'Allowed choices are classic'],
    ];
    for (const [args, message] of cases) {
      const { code, stderr, stdout } = await numerist(...args);
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' });
      expect(stderr).toContain(message);
    }
  });

  it('reports a full disk, and leaves no run behind', async () => {
    const small = join(folder, 'small');
    mkdirSync(small);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small], { stdio: 'pipe' });
    } catch {
      console.log('skipped: this user may not mount a small tmpfs');
      return;
    }
    try {
      const { code, stderr } = await numerist('train', '--data', data, '--runs', join(small, 'runs'), '--epochs', '1');
      expect(code).toBe(1);
      expect(stderr).toMatch(/numerist: cannot make the run folder .*disk is full/);
      expect(readdirSync(join(small, 'runs'))).toEqual([]);
    } finally {
      execFileSync('umount', [small]);
    }
  });

  it('reports a folder that it may not write', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const { code, stderr } = await numerist('train', '--data', data, '--runs', join(file, 'runs'), '--epochs', '1');
    expect(code).toBe(1);
    expect(stderr).toContain('numerist: cannot make the run folder');
  });
});

describe('numerist evaluate', () => {
  it('prints one documented JSON object', async () => {
    const run = onlyRun('whole');
    const { code, stdout } = await numerist('evaluate', run, '--data', data, '--json');
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(code).toBe(0);
    expect(result).toMatchObject({
      n: 200,
      model: { name: run, architecture: 'classic', parameters: 37818 },
      data: { source: data, format: 'idx' },
    });
    expect(result).toMatchObject(wholeSummary.test as Record<string, unknown> & { model: unknown });
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  it('writes a report that loads no other files', async () => {
    const report = join(folder, 'report');
    const { code, stdout } = await numerist(
      'evaluate',
      onlyRun('whole'),
      '--data',
      data,
      '--report',
      report,
      '--split',
      'train',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('predicted');
    const html = readFileSync(join(report, 'report.html'), 'utf8');
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
    const { n } = JSON.parse(readFileSync(join(report, 'report.json'), 'utf8')) as { n: number };
    expect(n).toBe(2700);
  });

  it('refuses a model file that is cut in half, and missing data', async () => {
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    const model = join(onlyRun('whole'), 'model');
    writeFileSync(join(broken, 'config.json'), readFileSync(join(model, 'config.json')));
    const bytes = readFileSync(join(model, 'model.safetensors'));
    writeFileSync(join(broken, 'model.safetensors'), bytes.subarray(0, bytes.length / 2));
    const cut = await numerist('evaluate', broken, '--data', data);
    expect(cut).toMatchObject({ code: 1, stdout: '' });
    expect(cut.stderr).toMatch(/numerist: .*broken.*\n$/);
    const missing = await numerist('evaluate', model, '--data', join(folder, 'nowhere'));
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain('nowhere');
  });
});
