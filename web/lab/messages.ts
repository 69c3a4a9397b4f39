import type { ModelFiles } from '../reader/messages.js';
import type { EvaluationResult } from '../../src/evaluation/evaluationResult.js';
import type { ExampleSource } from './examples.js';
import type { PlacedFile } from './chosenFiles.js';
import type { TrainSettings } from './trainSettings.js';
import type { TrainState } from './trainNews.js';

/** The result of importing pictures. */
export interface ImportReport {
  readonly name: string;
  readonly count: number;
  readonly perDigit: readonly number[];
  /** The first picture of each digit that occurs, [784] each. */
  readonly firsts: readonly { readonly label: number; readonly input: Uint8Array }[];
  /** The number of files that could not be read. */
  readonly skipped: number;
  /** Why the first of them could not be read; null if all could. */
  readonly reason: string | null;
  /** What was assumed about the files, one sentence each. */
  readonly notes: readonly string[];
  /** What is doubtful about the pictures or their labels, one sentence each. */
  readonly warnings: readonly string[];
}

/** A model's answers to labelled pictures. */
export interface Answers {
  /** [N, 784] */
  readonly inputs: Uint8Array;
  /** [N], 0..9 */
  readonly labels: Uint8Array;
  /** [N, 10], the probability of each digit. */
  readonly probabilities: Float32Array;
  readonly result: EvaluationResult;
}

/** How well a model reads before and after tuning to the user's handwriting. */
export interface TuneReport {
  /** Wrong answers before and after, and the number of drawings, of those that were held out. */
  readonly hand: { readonly before: number; readonly after: number; readonly n: number };
  /** The same on MNIST's test pictures; null if MNIST is not available. */
  readonly mnist: { readonly before: number; readonly after: number; readonly n: number } | null;
  /** True if the tuned model lost too much on MNIST; `files` are then those of the model before. */
  readonly rolledBack: boolean;
  readonly seconds: number;
  readonly files: ModelFiles;
}

/**
 * Progress of work other than training: what is being done, how much is done and how much in all.
 */
export interface LabStep {
  readonly what: string;
  readonly done: number;
  readonly of: number;
}

/** The calls that the page makes to the lab worker. */
export interface LabCalls {
  import: { request: { readonly files: readonly PlacedFile[] }; answer: ImportReport; news: LabStep };
  train: {
    request: { readonly settings: TrainSettings } | { readonly resume: true };
    answer: TrainState;
    news: TrainState;
  };
  /** Stops training after the current step; `train` is answered once its checkpoint is stored. */
  stop: { request: null; answer: null; news: never };
  evaluate: {
    /** `name` is the model's name in the page. */
    request: { readonly files: ModelFiles; readonly name: string; readonly source: ExampleSource };
    answer: Answers;
    news: LabStep;
  };
  tune: { request: { readonly files: ModelFiles; readonly seed: number }; answer: TuneReport; news: LabStep };
}
