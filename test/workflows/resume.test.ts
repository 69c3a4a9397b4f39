import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { extendRecipe, reopen } from '../../src/workflows/train/extendRecipe.js';
import { Run } from '../../src/workflows/train/run.js';
import { runFolders } from '../../src/node/files/runFolders.js';
import { temporaryFolder } from '../support/datasetFixtures.js';
import { writeMadeIdx } from '../support/madeIdx.js';
import { type CommandResult, runCommand } from '../support/runCommand.js';

const folder = temporaryFolder();
let data: string;
const train = (...args: string[]): Promise<CommandResult> =>
  runCommand(['train', ...args, '--threads', '1', '--skip-test', '--json'], { env: {} });

/** Trains a run, and returns its path. */
async function begin(runs: string, ...args: string[]): Promise<string> {
  const root = join(folder, runs);
  const common = ['--data', data, '--arch', 'small', '--batch', '50', '--engine', 'exact', '--runs', root];
  const { code, stderr } = await train(...common, ...args);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const [name] = readdirSync(root).filter((entry) => !entry.startsWith('.'));
  return join(root, name);
}
const file = (run: string, ...path: string[]): string => readFileSync(join(run, ...path), 'latin1');

let two: string;
beforeAll(async () => {
  process.env.NUMERIST_CACHE = join(folder, 'cache');
  data = writeMadeIdx(join(folder, 'data'), 300, 20);
  two = await begin('two', '--epochs', '2');
});

describe('train --resume', () => {
  it.each([
    [['--rate', '0.1'], '--rate'],
    [['--batch', '50', '--arch', 'small'], '--arch, --batch'],
    [['--augment'], '--augment'],
    [['--validation', '0.1', '--split-seed', '3', '--limit', '10'], '--validation, --split-seed, --limit'],
    [['--engine', 'auto'], '--engine'],
    [['--name', 'other', '--runs', 'elsewhere'], '--runs, --name'],
    [['--preprocessing', 'classic', '--epochs', '3'], '--preprocessing'],
  ])('refuses %j, with what does not apply', async (args, named) => {
    const { code, stdout, stderr } = await train('--resume', two, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^numerist: --resume goes on with the options that the run was started with, so leave out /);
    for (const option of named.split(', ')) expect(stderr).toContain(option);
    expect(stderr.match(/--[a-z-]+/g)).toHaveLength(named.split(', ').length + 2);
  });

  it.each([
    ['1', /--epochs must be at least the 2 of the run\. Received 1\./],
    ['0', /--epochs .* Received 0\./],
  ])('refuses %s epochs', async (epochs, message) => {
    const { code, stderr } = await train('--resume', two, '--epochs', epochs);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it.each([
    ['one-cycle', ['--schedule', 'one-cycle'], /must be the 1 of the run, because the schedule one-cycle is laid out/],
    ['anneal', ['--augment', '--anneal', '0.5'], /must be the 1 of the run, because anneal is laid out/],
  ])('refuses more epochs where the recipe is laid out over them (%s)', async (name, options, message) => {
    const run = await begin(name, '--epochs', '1', ...options);
    const config = file(run, 'config.json');
    const { code, stderr } = await train('--resume', run, '--epochs', '2');
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(file(run, 'config.json')).toBe(config);
    expect((await train('--resume', run, '--epochs', '1')).code).toBe(0);
  });

  it('ends with the weights of a run that had more epochs from the start', async () => {
    const four = await begin('four', '--epochs', '4', '--average', '0.9');
    const longer = await begin('longer', '--epochs', '1', '--average', '0.9');
    for (const epochs of ['3', '4']) {
      const { code, stdout } = await train('--resume', longer, '--epochs', epochs);
      expect(code).toBe(0);
      expect((JSON.parse(stdout) as { epochs: unknown[] }).epochs).toHaveLength(Number(epochs));
    }
    expect(file(longer, 'model', 'model.safetensors')).toBe(file(four, 'model', 'model.safetensors'));
    const recipeOf = (run: string): unknown => (JSON.parse(file(run, 'config.json')) as { recipe: unknown }).recipe;
    expect(recipeOf(longer)).toEqual(recipeOf(four));
    expect(file(longer, 'history.csv').trim().split('\n')).toHaveLength(5);
  });

  it('goes on if it was killed between the new recipe and the first new step', async () => {
    const run = await begin('killed', '--epochs', '1');
    const config = JSON.parse(file(run, 'config.json')) as { recipe: { epochs: number } };
    config.recipe.epochs = 2;
    writeFileSync(join(run, 'config.json'), JSON.stringify(config));
    expect((await train('--resume', run)).code).toBe(0);
    expect(file(run, 'model', 'model.safetensors')).toBe(file(two, 'model', 'model.safetensors'));
  });
});

describe('a run that ended for want of patience', () => {
  it('does not get more epochs', async () => {
    const { run, state } = await Run.open(runFolders(folder), two);
    const position = { ...state.position, bestEpoch: 1 };
    const recipe = { ...run.config.recipe, patience: 1 };
    expect(() => extendRecipe(recipe, { ...state, position }, 9)).toThrow(
      'epochs cannot be more: the run ended after epoch 2 because its patience of 1 was used up.',
    );
    expect(reopen({ ...recipe, epochs: 9 }, { ...state, position }).position.finished).toBe(true);
    expect(reopen({ ...recipe, epochs: 9, patience: 2 }, { ...state, position }).position.finished).toBe(false);
  });
});
