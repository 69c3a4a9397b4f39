import type { Dataset } from '../../datasets/dataset.js';
import { type SplitFile, withSplit } from '../../datasets/splitFile.js';
import { warningsOn } from '../../datasets/warningsOn.js';
import type { EvaluationResult } from '../../evaluation/evaluationResult.js';
import type { PipelineName } from '../../ink/pipeline.js';
import { chooseEvaluationRows } from '../evaluate/chooseEvaluationRows.js';
import { correctRows } from '../evaluate/correctRows.js';
import { evaluateModel } from '../evaluate/evaluateModel.js';
import type { Files } from '../files.js';
import { reportFiles } from '../pages/reportFiles.js';
import type { Platform } from '../platform.js';
import { CORRECTIONS, Run, SPLIT } from './run.js';
import { type NewRun, type ResumedRun, trainRun, type TrainRunOptions, type TrainRunResult } from './trainRun.js';

/** A `NewRun` as a user names it: groups, split, corrections and teachers by their paths. */
export interface NewRunRequest extends Pick<
  NewRun,
  'recipe' | 'validation' | 'test' | 'splitSeed' | 'name' | 'variant'
> {
  readonly pipeline: PipelineName;
  readonly groups: string | undefined;
  readonly split: string | undefined;
  readonly corrections: string | undefined;
  readonly teachers: readonly string[] | undefined;
  /** A folder that `npm run fonts` has written. */
  readonly fonts: string | undefined;
  readonly limit: number | undefined;
}

export interface TrainRequest extends Omit<TrainRunOptions, 'dataset' | 'start'> {
  /** Path or catalogue name. @default that of the run that is resumed */
  readonly data: string | undefined;
  readonly start: NewRunRequest | ResumedRun;
  /** Do not use the test images, while recipes are compared. */
  readonly skipTest: boolean;
  /**
   * Called before training with what a person must see about the data, except for what `openData`
   * has found: the data set's own warnings.
   */
  readonly onWarning?: (warning: string) => void;
  /** Called when training has ended or stopped, before the test. */
  readonly onTrained: () => void;
}

export interface TestedRun extends TrainRunResult {
  /**
   * Of the held-out test images; null if there are none, or they were left alone, or there is no
   * model yet.
   */
  readonly test: EvaluationResult | null;
  /** What is doubtful about the data, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Opens labelled pictures, trains on them, and measures the best epoch's model on the test images,
 * with a report beside the run.
 */
export async function trainOnData(platform: Platform, files: Files, request: TrainRequest): Promise<TestedRun> {
  const { start, store, skipTest, signal, onWarning, onTrained } = request;
  const resumed = 'resume' in start ? (await Run.open(store, start.resume)).run : null;
  const source = request.data ?? resumed?.config.data.source;
  if (source === undefined) throw new RangeError('trainOnData: data must be named. Received none.');
  const pipeline = 'resume' in start ? resumed?.config.preprocessing : start.pipeline;
  const opened = await files.openData(source, pipeline ?? 'normalised');
  try {
    const split = splitOf(start, resumed, opened, files);
    const dataset = split ? withSplit(opened, split) : opened;
    const warnings = warningsOn(opened);
    for (const warning of warnings) if (!opened.warnings.includes(warning)) onWarning?.(warning);
    let trained: TrainRunResult;
    try {
      trained = await trainRun(platform, {
        ...request,
        dataset,
        start: 'resume' in start ? start : await openRequest(start, dataset, split, files),
      });
    } finally {
      onTrained();
    }
    const test = trained.finished && !skipTest ? await testRun(platform, trained, dataset, signal) : null;
    return { ...trained, test, warnings };
  } finally {
    opened.close();
  }
}

/** The split that was asked for, or, of a run that is resumed, its copy. */
function splitOf(start: TrainRequest['start'], resumed: Run | null, dataset: Dataset, files: Files): SplitFile | null {
  if (!('resume' in start)) return start.split === undefined ? null : files.readSplitFile(start.split, dataset);
  return resumed?.config.data.split ? files.readSplitFile(resumed.pathOf(SPLIT), dataset) : null;
}

async function openRequest(
  { groups, corrections, teachers = [], fonts, limit, ...request }: NewRunRequest,
  dataset: Dataset,
  split: SplitFile | null,
  files: Files,
): Promise<NewRun> {
  return {
    ...request,
    groups: groups === undefined ? null : files.readGroups(groups, dataset),
    split,
    corrections: corrections === undefined ? null : await files.readCorrections(corrections, dataset),
    teachers: teachers.map((path) => ({ name: path, model: files.loadModel(path) })),
    fonts: fonts === undefined ? null : await files.readFonts(fonts),
    limit: limit ?? null,
  };
}

/** Measures a run's model on its held-out images, and writes the report beside it. */
async function testRun(
  platform: Platform,
  { run, model, groups, corrections }: TrainRunResult,
  opened: Dataset,
  signal: AbortSignal | undefined,
): Promise<EvaluationResult | null> {
  if (model === null || run.config.data.testImages === 0) return null;
  const drawn = chooseEvaluationRows(platform, opened, model.config.trainingData, 'test', groups);
  const { dataset, chosen } = corrections
    ? correctRows(opened, drawn, corrections, run.pathOf(CORRECTIONS))
    : { dataset: opened, chosen: drawn };
  const evaluation = await evaluateModel(platform, model, run.path, dataset, chosen, { signal });
  const { recipe, ...others } = run.config;
  const report = reportFiles(platform, evaluation, {
    model,
    dataset: opened,
    notes: [...warningsOn(opened).map((warning) => `Warning: ${warning}`), ...opened.notes, ...chosen.notes],
    history: run.log,
    configuration: { ...recipe, architecture: recipe.architecture.name, ...others },
  });
  await run.write(report);
  return evaluation.result;
}
