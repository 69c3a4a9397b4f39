import { Command, type Option } from 'commander';
import { messageOf } from '../messageOf.js';
import { extendRecipe } from '../workflows/train/extendRecipe.js';
import { Run } from '../workflows/train/run.js';
import type { RunStore } from '../workflows/train/runStore.js';
import { addRecipeOptions } from './recipeOptions.js';
import { UsageError } from './usageError.js';

/** Options besides those of a recipe that a run keeps from its start. */
const KEPT = ['preprocessing', 'validation', 'test', 'groups', 'split', 'corrections', 'splitSeed', 'limit'];
const ALSO_KEPT = ['engine', 'name', 'runs'];

/**
 * Throws UsageError if a command line that resumes a run also names options that the run keeps from
 * its start. Only more epochs can be asked for, and only where the run can go on with them.
 */
export async function checkResume(command: Command, store: RunStore, path: string, epochs: number): Promise<void> {
  const recipe = addRecipeOptions(new Command()).options.map((option) => option.attributeName());
  const kept = new Set([...recipe, ...KEPT, ...ALSO_KEPT].filter((name) => name !== 'epochs'));
  const isNamed = (option: Option): boolean => command.getOptionValueSource(option.attributeName()) === 'cli';
  const named = command.options.filter((option) => isNamed(option) && kept.has(option.attributeName()));
  if (named.length > 0) {
    throw new UsageError(
      `--resume goes on with the options that the run was started with, so leave out ${named.map(({ long }) => long).join(', ')}. Of a run's options only --epochs can be changed, to more`,
    );
  }
  if (command.getOptionValueSource('epochs') !== 'cli') return;
  const { run, state } = await Run.open(store, path);
  try {
    extendRecipe(run.config.recipe, state, epochs);
  } catch (error) {
    throw new UsageError(`--${messageOf(error)}`, { cause: error });
  }
}
