import { signal } from '@preact/signals';

import type { EvaluationResult } from '../../src/evaluation/evaluationResult.js';
import { mostProbableDigit } from '../../src/evaluation/predictions.js';
import type { ExampleSource } from '../lab/examples.js';
import { lab } from '../lab/lab.js';
import type { Answers, LabStep } from '../lab/messages.js';
import { filesOf, nameOf } from '../models/chosenModel.js';

/** A model's answers and their evaluation. */
export interface Evaluated {
  readonly model: string;
  readonly answers: Answers;
  readonly result: EvaluationResult;
  /** [N], 0..9 */
  readonly predicted: Uint8Array;
}

export const source = signal<ExampleSource>('mnist');
/** Ids of the models to evaluate; B is 'none' if there is nothing to compare with. */
export const modelA = signal('');
export const modelB = signal('none');
export const evaluated = signal<{ readonly a: Evaluated; readonly b: Evaluated | null } | null>(null);
/** Progress of the evaluation; null while none is running. */
export const evaluationStep = signal<LabStep | null>(null);
/** Message of the last error; null if there is none. */
export const evaluationTrouble = signal<string | null>(null);
/** The cell of the matrix whose pictures are shown, as [true, predicted]. */
export const cell = signal<readonly [number, number] | null>(null);
/** Position of the confidence slider, 0..1. */
export const threshold = signal(0);

export async function runEvaluation(): Promise<void> {
  evaluationTrouble.value = null;
  cell.value = null;
  evaluationStep.value = { what: 'Loading', done: 0, of: 1 };
  try {
    const a = await evaluateOne(modelA.value);
    const b = modelB.value === 'none' || modelB.value === modelA.value ? null : await evaluateOne(modelB.value);
    evaluated.value = { a, b };
  } catch (error) {
    evaluationTrouble.value = error instanceof Error ? error.message : String(error);
  } finally {
    evaluationStep.value = null;
  }
}

async function evaluateOne(id: string): Promise<Evaluated> {
  const files = await filesOf(id);
  const onNews = (news: LabStep): void => {
    evaluationStep.value = news;
  };
  const name = nameOf(id);
  const answers = await lab().call('evaluate', { files, name, source: source.value }, { onNews });
  const { labels, probabilities, result } = answers;
  const predicted = labels.map((_, row) => mostProbableDigit(probabilities, row));
  return { model: name, answers, result, predicted };
}
