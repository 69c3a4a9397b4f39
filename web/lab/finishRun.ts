import type { Dataset } from '../../src/datasets/dataset.js';
import { type Model, serialiseModel } from '../../src/formats/native/modelFile.js';
import { calibrateModel } from '../../src/workflows/calibrate/calibrateModel.js';
import { evaluateModel } from '../../src/workflows/evaluate/evaluateModel.js';
import type { Platform } from '../../src/workflows/platform.js';
import type { TrainRunResult } from '../../src/workflows/train/trainRun.js';
import type { TrainResult } from './trainNews.js';

/** The fewest validation pictures from which a bound on errors can be fitted. */
const LEAST = 200;

/**
 * Calibrates a run's best model on the held-out validation pictures, if there are at least 200, and
 * evaluates it on the test pictures.
 */
export async function finishRun(
  platform: Platform,
  trained: Model,
  dataset: Dataset,
  { val, test }: TrainRunResult['rows'],
): Promise<TrainResult> {
  const model = val.length < LEAST ? trained : await calibrate(platform, trained, dataset, val);
  const chosen = { rows: test, part: 'test', notes: [] };
  const { errors, n } = (await evaluateModel(platform, model, 'the trained model', dataset, chosen)).result;
  const metrics = { ...model.config.metrics, test_errors: errors, test_n: n };
  return { files: serialiseModel({ ...model, config: { ...model.config, metrics } }), errors, n };
}

async function calibrate(platform: Platform, model: Model, dataset: Dataset, rows: Uint32Array): Promise<Model> {
  const heldOut = { rows, part: `${rows.length} held out`, notes: [] };
  const options = { shifts: false, made: 0, notDigits: 0, notDigitShare: 0.02, level: 0.95 };
  return (await calibrateModel(platform, model, dataset, heldOut, options)).model;
}
