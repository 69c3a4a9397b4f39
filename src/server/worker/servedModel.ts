import type { ModelConfig } from '../../formats/native/modelConfig.js';
import { parseModel } from '../../formats/native/modelFile.js';
import { sizeOf } from '../../network/parameters.js';
import { createPredictor, type Predictor } from '../../network/predictor.js';
import { decodeImage } from '../../node/pictures/decodeImage.js';
import { createNumberRecognizer, type Recognizer } from '../../numbers/createNumberRecognizer.js';
import type { ServedModelFiles } from './work.js';

/** A model that is ready to answer in this thread. */
export interface ServedModel {
  readonly name: string;
  readonly version: string;
  readonly config: ModelConfig;
  /** With all nine alternatives and no threshold: each request has its own, see `answerAgain`. */
  readonly recognizer: Recognizer<Uint8Array>;
  readonly network: Predictor;
}

/**
 * Builds a model and lets it answer once. Throws ModelFileError where its files are damaged, and
 * Error where it does not give finite numbers.
 */
export function loadServedModel({ name, version, configText, weights }: ServedModelFiles): ServedModel {
  const model = parseModel(configText, new Uint8Array(weights).slice());
  const { architecture } = model.config;
  const network = createPredictor(architecture, model.tensors);
  const logits = network.predict(new Uint8Array(sizeOf(architecture.input)).fill(128), 1);
  if (!logits.every(Number.isFinite)) {
    throw new Error(`model must give finite logits. Received ${Array.from(logits).join(', ')}.`);
  }
  const recognizer = createNumberRecognizer(model, decodeImage, { alternatives: 9 });
  return { name, version, config: model.config, recognizer, network };
}
