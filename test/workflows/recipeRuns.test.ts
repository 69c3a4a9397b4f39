import { execFile, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadModel } from '../../src/node/models/loadModel.js';
import { writeMadeIdx } from '../support/madeIdx.js';
import { within } from '../support/waitUntil.js';

// A run with everything that a recipe can ask for, through the command line.

const bin = new URL('../../dist/cli/bin.js', import.meta.url).pathname;
/** Many times what the longest command takes on a machine of its own. */
const ENDS_MS = 110_000;
vi.setConfig({ testTimeout: 120_000 });
let folder: string;
let data: string;
let groups: string;

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `killAfterMs`: SIGKILL then; the code is null where it came in time. */
function numerist(args: string[], killAfterMs?: number): Promise<Outcome> {
  const env = { ...process.env, NUMERIST_CACHE: join(folder, 'cache') };
  let child: ChildProcess | undefined;
  const ended = new Promise<Outcome>((resolve) => {
    const started = execFile(process.execPath, [bin, ...args], { env }, (_, stdout, stderr) => {
      resolve({ code: started.exitCode, stdout, stderr });
    });
    child = started;
    if (killAfterMs !== undefined) void sleep(killAfterMs).then(() => started.kill('SIGKILL'));
  });
  return within(`numerist ${args.join(' ')} to end`, ended, ENDS_MS).finally(() => child?.kill('SIGKILL'));
}
const good = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await numerist(args);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};
const onlyRun = (runs: string): string => {
  const names = readdirSync(join(folder, runs)).filter((name) => !name.startsWith('.'));
  expect(names).toHaveLength(1);
  return join(folder, runs, names[0]);
};
const weights = (run: string): string => readFileSync(join(run, 'model', 'model.safetensors')).toString('base64');
const trainArgs = (runs: string, ...more: string[]): string[] => [
  ...['train', '--data', data, '--arch', 'small', '--epochs', '2', '--batch', '50', '--engine', 'exact'],
  ...['--schedule', 'one-cycle', '--rate', '0.01', '--augment', '{"affine":{"rotation":5}}', '--anneal', '0.5'],
  ...['--average', '0.9', '--label-smoothing', '0.05', '--teacher', join(folder, 'teacher'), '--split-seed', '4'],
  ...['--groups', groups, '--checkpoint-seconds', '1', '--skip-test', '--json', '--runs', join(folder, runs), ...more],
];

let whole: string;
let summary: { val_accuracy: number; test: unknown };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'numerist-recipe-'));
  data = writeMadeIdx(join(folder, 'data'), 800, 100);
  groups = join(folder, 'writers.txt');
  writeFileSync(groups, Array.from({ length: 800 }, (_, row) => `writer ${row % 40}\n`).join(''));
  await good(
    'train',
    '--data',
    data,
    '--arch',
    'small',
    '--epochs',
    '2',
    '--rate',
    '0.01',
    '--runs',
    join(folder, 't'),
  );
  renameSync(onlyRun('t'), join(folder, 'teacher'));
  summary = JSON.parse(await good(...trainArgs('whole', '--threads', '1'))) as typeof summary;
  whole = weights(onlyRun('whole'));
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('numerist train with a whole recipe', () => {
  it('says in the run’s config what was asked for, and leaves the test images alone', () => {
    const {
      recipe,
      teachers,
      data: rows,
    } = JSON.parse(readFileSync(join(onlyRun('whole'), 'config.json'), 'utf8')) as {
      recipe: Record<string, unknown> & { augmentation: { affine: unknown } };
      teachers: string[];
      data: Record<string, unknown>;
    };
    expect(recipe).toMatchObject({
      ...{ average: { decay: 0.9 }, anneal: { share: 0.5, to: 0 }, labelSmoothing: 0.05 },
      distillation: { temperature: 2, weight: 0.7 },
    });
    expect(recipe.augmentation.affine).toMatchObject({ rotation: 5, scale: 0.15 });
    expect(teachers).toEqual([join(folder, 'teacher')]);
    expect(rows).toMatchObject({ splitSeed: 4, trainImages: 720, validationImages: 80 });
    expect(summary.test).toBeNull();
    expect(readdirSync(onlyRun('whole'))).not.toContain('report.html');
  });

  it('gives the same weights bit for bit on two threads', async () => {
    await good(...trainArgs('two', '--threads', '2'));
    expect(weights(onlyRun('two'))).toBe(whole);
  });

  it('killed, and resumed without the teacher’s and the groups’ files, ends with the same weights', async () => {
    // A machine may be fast or slow: kill later until the run is there.
    for (let ms = 700; ; ms *= 1.3) {
      if (ms > ENDS_MS) throw new Error(`there is no run folder after ${ms / 1000} s`);
      rmSync(join(folder, 'killed'), { recursive: true, force: true });
      const { code } = await numerist(trainArgs('killed', '--threads', '2'), ms);
      mkdirSync(join(folder, 'killed'), { recursive: true });
      if (readdirSync(join(folder, 'killed')).some((name) => !name.startsWith('.'))) {
        console.log(code === null ? `killed after ${Math.round(ms)} ms` : 'done before it was killed');
        break;
      }
    }
    renameSync(join(folder, 'teacher'), join(folder, 'teacher-away'));
    renameSync(groups, `${groups}-away`);
    try {
      await good('train', '--resume', onlyRun('killed'), '--skip-test', '--json');
      expect(weights(onlyRun('killed'))).toBe(whole);
    } finally {
      renameSync(join(folder, 'teacher-away'), join(folder, 'teacher'));
      renameSync(`${groups}-away`, groups);
    }
  }, 120_000);

  it('evaluates on the held-out writers, given who they are', async () => {
    const args = ['evaluate', onlyRun('whole'), '--data', data, '--split', 'val', '--json'];
    const result = JSON.parse(await good(...args, '--groups', groups)) as { accuracy: number; n: number };
    expect(result.n).toBe(80);
    expect(result.accuracy).toBeCloseTo(summary.val_accuracy, 12);
    const refused = await numerist(args);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('Received none; name their file with --groups.');
  });

  it('says what is wrong on the command line, with exit code 2', async () => {
    const cases: [string[], string][] = [
      [['--anneal', '2', '--augment'], 'must be a number from 0 to 1. Received 2.'],
      [['--augment', '{'], 'must be JSON such as'],
      [['--augment', '{"affine":{"rotation":100}}'], 'affine.rotation must be from 0 to 90. Received 100.'],
      [['--average', '1'], 'must be a number, at least 0 and below 1. Received 1.'],
      [['--anneal'], '--anneal needs --augment'],
    ];
    for (const [args, message] of cases) {
      const { code, stderr } = await numerist(['train', '--data', data, '--runs', join(folder, 'wrong'), ...args]);
      expect({ args, code }).toEqual({ args, code: 2 });
      expect(stderr).toContain(message);
    }
    const { code, stderr } = await numerist([...trainArgs('wrong'), '--preprocessing', 'classic']);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'teachers must take classic input, as the network that learns. Received one for normalised.',
    );
  });
});

describe('numerist export', () => {
  it('writes fewer bytes, which read alike', async () => {
    const run = onlyRun('whole');
    const original = readFileSync(join(run, 'model', 'model.safetensors')).length;
    const exported = async (name: string, ...more: string[]): Promise<{ bytes: number; accuracy: number }> => {
      const path = join(folder, name);
      const { bytes } = JSON.parse(await good('export', run, path, '--json', ...more)) as { bytes: number };
      const evaluated = await good('evaluate', path, '--data', data, '--json');
      return { bytes, accuracy: (JSON.parse(evaluated) as { accuracy: number }).accuracy };
    };
    const { accuracy } = JSON.parse(await good('evaluate', run, '--data', data, '--json')) as { accuracy: number };
    const half = await exported('half');
    const whole8 = await exported('whole8', '--weights', 'int8');
    const folded = await exported('folded', '--weights', 'int8', '--fold');
    expect(half.bytes).toBeLessThan(original * 0.6);
    expect(whole8.bytes).toBeLessThan(original * 0.4);
    expect(folded.bytes).toBeLessThan(whole8.bytes);
    for (const result of [half, whole8, folded]) expect(Math.abs(result.accuracy - accuracy)).toBeLessThanOrEqual(0.02);
    const types = loadModel(join(folder, 'folded')).config.architecture.layers.map(({ type }) => type);
    expect(types).not.toContain('batchNorm');
  });
});
