import type { ModelFiles } from '../reader/messages.js';
import type { ConfusionMatrix } from '../../src/evaluation/confusionMatrix.js';
import type { TrainSettings } from './trainSettings.js';

/** A place on the curves. */
export interface CurvePoint {
  /** Epochs done, with fraction. */
  readonly at: number;
  /** Means over the last steps, in nats and as a share. */
  readonly loss: number;
  readonly accuracy: number;
}

export interface EpochPoint {
  /** 1, 2, ... */
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** All that is shown of a run; part of what is kept, so that a reload shows the same. */
export interface TrainState {
  readonly settings: TrainSettings;
  readonly phase: 'preparing' | 'training' | 'validating' | 'finishing' | 'paused' | 'done' | 'failed';
  /** Pictures to train on, to validate on, to test on. */
  readonly counts: readonly [number, number, number];
  readonly threads: number;
  readonly variant: string;
  /** 1, 2, ... and how many in all. */
  readonly epoch: number;
  readonly epochs: number;
  readonly imagesPerSecond: number;
  /** Seconds to the end of the last epoch. */
  readonly left: number;
  /** Seconds trained, over all sittings. */
  readonly seconds: number;
  readonly curve: readonly CurvePoint[];
  /** Validation after each epoch. */
  readonly validated: readonly EpochPoint[];
  /** Of validation pictures, after the last epoch; null before. */
  readonly matrix: ConfusionMatrix | null;
  readonly result: TrainResult | null;
}

export interface TrainResult {
  readonly files: ModelFiles;
  /** On the test part: wrong answers and pictures. */
  readonly errors: number;
  readonly n: number;
}
