import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import type { EvaluationResult } from '../evaluation/evaluationResult.js';
import type { PipelineName } from '../ink/pipeline.js';
import { pipelines } from '../ink/pipelines.js';
import { runFolders } from '../node/files/runFolders.js';
import { VARIANT_CHOICES } from '../node/threads/chooseVariant.js';
import { nodePlatform } from '../node/threads/nodePlatform.js';
import { formatHeadline } from '../report/text/formatHeadline.js';
import type { VariantChoice } from '../workflows/platform.js';
import { type NewRunRequest, trainOnData } from '../workflows/train/trainOnData.js';
import { commandFiles } from './commandFiles.js';
import { InterruptedError, untilInterrupted } from './interrupt.js';
import { numberBetween, wholeNumber } from './parseNumber.js';
import { addRecipeOptions, recipeOf, type RecipeOptions, SEED_LIMIT } from './recipeOptions.js';
import { checkResume } from './resumeOptions.js';
import { write, type Terminal } from './terminal.js';
import { createProgressLine } from './progressLine.js';
import { createTrainingProgress } from './trainingProgress.js';
import { UsageError } from './usageError.js';

interface TrainOptions extends RecipeOptions {
  readonly data?: string;
  readonly preprocessing: PipelineName;
  readonly validation: number;
  readonly test: number;
  readonly groups?: string;
  readonly split?: string;
  readonly corrections?: string;
  readonly splitSeed?: number;
  readonly skipTest?: true;
  readonly limit?: number;
  readonly threads: number;
  readonly engine: VariantChoice;
  readonly runs: string;
  readonly name?: string;
  readonly checkpointSeconds: number;
  readonly resume?: string;
  readonly strict?: true;
  readonly json?: true;
}

/** `numerist train`: data in, a run folder with a model and its report out. */
export function trainCommand(terminal: Terminal): Command {
  const command = new Command('train')
    .description('Train a network, keep the best epoch as a model, and evaluate it on the held-out test images.')
    .option('--data <path|name>', 'a folder of classes, a zip of one, IDX or CSV files, or a name of `numerist data`')
    .addOption(
      new Option('--preprocessing <name>', 'how a picture becomes the network input')
        .choices(Object.keys(pipelines))
        .default('normalised'),
    );
  return addRecipeOptions(command)
    .option(
      '--validation <share>',
      'share drawn for validation if the data names no such part',
      numberBetween(0, 1),
      0.1,
    )
    .option('--test <share>', 'share held out for the test if the data names no such part', numberBetween(0, 1), 0.2)
    .option('--groups <file>', 'a writer (or page, ...) per row; no writer is on both sides of the split')
    .option('--split <file>', 'a file of numerist split: the images to train, validate and test on')
    .option('--corrections <file>', 'decisions about labels and pictures, saved by an audit page or a report')
    .option('--split-seed <n>', 'seed of the split (default: --seed)', wholeNumber(0, SEED_LIMIT))
    .option('--skip-test', 'do not use the test images, while you compare recipes')
    .option('--limit <n>', 'train on at most this many images', wholeNumber(1))
    .option('--threads <n>', 'does not change the result', wholeNumber(1, 64), availableParallelism())
    .addOption(
      new Option('--engine <variant>', 'auto: the fastest; exact: the same bits on every machine')
        .choices(VARIANT_CHOICES)
        .default('auto'),
    )
    .option('--runs <folder>', 'the folder of run folders', 'runs')
    .option('--name <name>', 'last part of the name of the run folder (default: the network)')
    .option('--checkpoint-seconds <n>', 'the most work, in seconds, that a kill can cost', wholeNumber(1), 60)
    .option('--resume <run>', 'continue a run, with its data and options; --epochs can give it more')
    .option('--strict', 'fail if a file cannot be read')
    .option('--json', 'print one JSON object and nothing else on stdout')
    .addHelpText(
      'after',
      `
Ctrl-C saves and stops. --resume continues and ends with the same weights, bit for bit. With more
--epochs, also a run that has ended goes on.

Examples:
  $ numerist train --data mnist --arch standard --augment --anneal 0.2 --average --groups writers.txt
  $ numerist train --data digits.zip --preprocessing classic --test 0.2`,
    )
    .action((options: TrainOptions) => untilInterrupted((signal) => train(options, command, terminal, signal)));
}

async function train(options: TrainOptions, command: Command, terminal: Terminal, signal: AbortSignal): Promise<void> {
  if (options.data === undefined && options.resume === undefined)
    throw new UsageError('train needs --data <path|name>, or --resume <run>. See: numerist train --help');
  const store = runFolders(options.runs);
  const { resume, epochs } = options;
  if (resume !== undefined) await checkResume(command, store, resume, epochs);
  const platform = nodePlatform(options.threads);
  const files = commandFiles({ strict: options.strict === true, signal }, terminal);
  let progress: ReturnType<typeof createTrainingProgress> | undefined;
  const making = createProgressLine();
  const { run, model, finished, images, seconds, test, warnings } = await trainOnData(platform, files, {
    data: options.data,
    start: resume === undefined ? newRun(options) : { resume, ...moreEpochs(command, epochs) },
    store,
    skipTest: options.skipTest === true,
    checkpointSeconds: options.checkpointSeconds,
    signal,
    onMaking(done, of) {
      making.show(`making pictures: ${done}/${of}`);
      if (done === of) making.clear();
    },
    onStart({ path, config: { recipe, data } }, { engine }) {
      const parts = `train ${data.trainImages}, val ${data.validationImages}, test ${data.testImages}`;
      terminal.stderr.write(`run: ${path}\nimages: ${parts}; ${engine.variant} kernels, threads ${engine.threads}\n`);
      progress = createTrainingProgress(terminal.stderr, recipe);
    },
    onProgress(step, secondsInEpoch) {
      progress?.show(step, secondsInEpoch);
    },
    onWarning(warning) {
      terminal.stderr.write(`WARNING: ${warning}\n`);
    },
    onTrained() {
      progress?.end();
    },
  });
  if (!finished) throw new InterruptedError(`stopped and saved. Go on with: numerist train --resume ${run.path}`);
  const summary = {
    run: run.path,
    epochs: run.log,
    bestEpoch: model?.config.metrics.epoch ?? null,
    imagesPerSecond: seconds > 0 ? images / seconds : 0,
    val_accuracy: model?.config.metrics.val_accuracy ?? null,
    test,
    warnings,
  };
  await write(terminal.stdout, options.json === true ? `${JSON.stringify(summary)}\n` : describe(summary));
}

/** The epochs of a command line that names them. */
function moreEpochs(command: Command, epochs: number): { epochs?: number } {
  return command.getOptionValueSource('epochs') === 'cli' ? { epochs } : {};
}

function newRun(options: TrainOptions): NewRunRequest {
  return {
    recipe: recipeOf(options),
    pipeline: options.preprocessing,
    validation: options.validation,
    test: options.test,
    splitSeed: options.splitSeed,
    groups: options.groups,
    split: options.split,
    corrections: options.corrections,
    teachers: options.teacher,
    fonts: options.fonts,
    limit: options.limit,
    name: options.name ?? options.arch,
    variant: options.engine,
  };
}

function describe({
  run,
  imagesPerSecond,
  val_accuracy,
  bestEpoch,
  test,
  warnings,
}: {
  run: string;
  imagesPerSecond: number;
  val_accuracy: number | null;
  bestEpoch: number | null;
  test: EvaluationResult | null;
  warnings: readonly string[];
}): string {
  const lines = [`trained at ${Math.round(imagesPerSecond).toLocaleString('en')} images/s`];
  if (val_accuracy !== null) lines.push(`val_accuracy ${val_accuracy.toFixed(4)}, best of the epochs: ${bestEpoch}`);
  if (test !== null) lines.push(`test: ${formatHeadline(test)}`, `report: ${run}/report.html`);
  lines.push(`model: ${run}/model`, ...warnings.map((warning) => `WARNING: ${warning}`));
  return `${lines.join('\n')}\n`;
}
