import type { ModelFiles } from '../reader/messages.js';
import type { EvaluationResult } from '../../src/evaluation/evaluationResult.js';
import type { ExampleSource } from './examples.js';
import type { PlacedFile } from './importPictures.js';
import type { TrainSettings } from './trainSettings.js';
import type { TrainState } from './trainNews.js';

/** What came of bringing pictures. */
export interface ImportReport {
  readonly name: string;
  readonly count: number;
  readonly perDigit: readonly number[];
  /** The first picture of each digit that there is, [784] each. */
  readonly firsts: readonly { readonly label: number; readonly input: Uint8Array }[];
  readonly skipped: number;
  readonly reason: string | null;
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

/** How well a model reads before and after it has learned a hand. */
export interface TuneReport {
  /** Wrong answers and drawings, of those that were held out. */
  readonly hand: { readonly before: number; readonly after: number; readonly n: number };
  /** Wrong answers on MNIST's test pictures; null where MNIST cannot be had. */
  readonly mnist: { readonly before: number; readonly after: number; readonly n: number } | null;
  /** True where too much was forgotten: then `files` are those from before. */
  readonly rolledBack: boolean;
  readonly seconds: number;
  readonly files: ModelFiles;
}

/** Progress of something that is not training: what is done, and how much of it. */
export interface LabStep {
  readonly what: string;
  readonly done: number;
  readonly of: number;
}

/** What the page asks of the working thread. */
export interface LabCalls {
  import: { request: { readonly files: readonly PlacedFile[] }; answer: ImportReport; news: LabStep };
  train: {
    request: { readonly settings: TrainSettings } | { readonly resume: true };
    answer: TrainState;
    news: TrainState;
  };
  /** Stops training after its step; `train` is answered when its checkpoint is kept. */
  stop: { request: null; answer: null; news: never };
  evaluate: {
    /** `name`: what the page calls the model. */
    request: { readonly files: ModelFiles; readonly name: string; readonly source: ExampleSource };
    answer: Answers;
    news: LabStep;
  };
  tune: { request: { readonly files: ModelFiles; readonly seed: number }; answer: TuneReport; news: LabStep };
}
