import type { ModelFiles } from '../reader/messages.js';
import type { ConfusionMatrix } from '../../src/evaluation/confusionMatrix.js';
import type { TrainSettings } from './trainSettings.js';

/** A point of the curves. */
export interface CurvePoint {
  /** Epochs done, with a fraction. */
  readonly at: number;
  /** Mean over the steps since the last point, in nats. */
  readonly loss: number;
  /** Over the same steps, 0..1. */
  readonly accuracy: number;
}

/** Validation after an epoch. */
export interface EpochPoint {
  /** 1, 2, ... */
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** All that is shown of a run. It is stored with the run, so that a reload shows the same. */
export interface TrainState {
  readonly settings: TrainSettings;
  readonly phase: 'preparing' | 'training' | 'validating' | 'finishing' | 'paused' | 'done' | 'failed';
  /** The numbers of pictures to train, validate and test on. */
  readonly counts: readonly [number, number, number];
  readonly threads: number;
  readonly variant: string;
  /** The current epoch: 1, 2, ... */
  readonly epoch: number;
  /** How many epochs in all. */
  readonly epochs: number;
  readonly imagesPerSecond: number;
  /** Seconds left to the end of the last epoch. */
  readonly left: number;
  /** Seconds trained, over all sessions. */
  readonly seconds: number;
  readonly curve: readonly CurvePoint[];
  /** Validation after each epoch. */
  readonly validated: readonly EpochPoint[];
  /** Of validation pictures, after the last finished epoch; null before the first. */
  readonly matrix: ConfusionMatrix | null;
  readonly result: TrainResult | null;
}

export interface TrainResult {
  readonly files: ModelFiles;
  /** The number of wrong answers on the test part. */
  readonly errors: number;
  /** The number of pictures in the test part. */
  readonly n: number;
}
