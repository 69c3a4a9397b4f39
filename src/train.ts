// `numerist/train`: training, for browsers and Node. Worker threads and data sets on disk are in
// `numerist/node`.

export { architectures, classic, type Architecture, type LayerSpec } from './network/architecture.js';
export { shapesOf, type LayerShape, type ParameterShape } from './network/shapes.js';
export type { Dataset, SplitName } from './datasets/dataset.js';
export { generateInputs, type GeneratedInputs, type GenerateOptions } from './generated/generateInputs.js';
export type { MixedData } from './datasets/appendRows.js';
export { mixGenerated, type GeneratedShare } from './datasets/mixGenerated.js';
export { splitStratified } from './datasets/split.js';
export { chooseRows } from './datasets/chooseRows.js';
export { adamDefaults, sgdDefaults, type OptimiserOptions } from './training/optimiser.js';
export { learningRate, type ScheduleOptions } from './training/schedule.js';
export {
  createTrainer,
  type EpochMetrics,
  type Position,
  type Progress,
  type Trainer,
  type TrainerOptions,
  type TrainingState,
} from './training/trainer.js';
export type { Recipe } from './training/recipe.js';
export type { Teacher } from './training/teachers.js';
export { readCheckpoint, writeCheckpoint } from './training/checkpoint.js';
export { joinCrew, type CrewMember, type Launch } from './training/engine.js';
export { createRandom, type Random } from './random.js';
export { rankLabelErrors, type LabelErrorRanking } from './audit/rankLabelErrors.js';
export { evaluate } from './evaluation/evaluate.js';
export type { EvaluationResult } from './evaluation/evaluationResult.js';
export type { Predictions } from './evaluation/predictions.js';
export { renderReport } from './report/renderReport.js';
export { mcnemar } from './statistics/mcnemar.js';
export { wilsonInterval } from './statistics/wilsonInterval.js';
