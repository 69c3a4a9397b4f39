export { createRecognizer, loadRecognizer, read, type ImageSource } from './browser/read.js';
export type { RankedDigit } from './digits/rankDigits.js';
export type { ReadDigit, Reading } from './digits/reading.js';
export { ImageError, ModelFileError } from './errors.js';
export type { RgbaImage } from './image/pixels.js';
export type { Architecture, LayerSpec } from './network/architecture.js';
export type { ModelConfig, TrainingData } from './network/modelConfig.js';
export { parseModel, type Model } from './network/modelFile.js';
export type { Recognizer, RecognizerOptions } from './recognizer.js';
