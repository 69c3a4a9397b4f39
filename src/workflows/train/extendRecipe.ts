import type { Recipe } from '../../training/recipe.js';
import type { TrainingState } from '../../training/trainer.js';

/**
 * The recipe of a run that goes on to `epochs` epochs in all: the run ends with the weights that it
 * would have if it had been started with them. Throws RangeError if that cannot be.
 */
export function extendRecipe(recipe: Recipe, { position }: TrainingState, epochs: number): Recipe {
  if (epochs === recipe.epochs) return recipe;
  if (epochs < recipe.epochs) {
    throw new RangeError(`epochs must be at least the ${recipe.epochs} of the run. Received ${epochs}.`);
  }
  const planned = recipe.schedule.type !== 'constant' ? `the schedule ${recipe.schedule.type}` : 'anneal';
  if (recipe.schedule.type !== 'constant' || recipe.anneal) {
    throw new RangeError(
      `epochs must be the ${recipe.epochs} of the run, because ${planned} is laid out over them. Received ${epochs}. Start a new run for more.`,
    );
  }
  if (isOutOfPatience(recipe, position)) {
    throw new RangeError(
      `epochs cannot be more: the run ended after epoch ${position.history.length} because its patience of ${recipe.patience} was used up.`,
    );
  }
  return { ...recipe, epochs };
}

/** The state of a run whose recipe may have more epochs than were trained. */
export function reopen(recipe: Recipe, state: TrainingState): TrainingState {
  const { position } = state;
  if (position.history.length >= recipe.epochs || isOutOfPatience(recipe, position)) return state;
  return { ...state, position: { ...position, finished: false } };
}

function isOutOfPatience({ patience }: Recipe, { history, bestEpoch }: TrainingState['position']): boolean {
  return patience !== null && history.length - bestEpoch >= patience;
}
