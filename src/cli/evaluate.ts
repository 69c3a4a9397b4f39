import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import type { SplitName } from '../datasets/dataset.js';
import { formatClassificationReport } from '../evaluation/formatClassificationReport.js';
import { formatConfusionMatrix } from '../evaluation/formatConfusionMatrix.js';
import { formatConfidence } from '../evaluation/formatConfidence.js';
import { formatHeadline } from '../evaluation/formatHeadline.js';
import { chooseEvaluationRows } from '../node/chooseEvaluationRows.js';
import { readGroups } from '../node/datasets/readGroups.js';
import { evaluateModel } from '../node/evaluateModel.js';
import { loadModel } from '../node/loadModel.js';
import { defaultModelUrl } from '../node/read.js';
import { writeReport } from '../node/writeReport.js';
import { untilInterrupted } from './interrupt.js';
import { openData } from './openData.js';
import { shareOfErrors, wholeNumber } from './parseNumber.js';
import { createProgressLine } from './progressLine.js';
import { write, type Terminal } from './terminal.js';

interface EvaluateOptions {
  readonly data: string;
  readonly split: SplitName | 'all';
  readonly groups?: string;
  readonly report?: string;
  readonly targetError?: number;
  readonly notDigits: number;
  readonly threads: number;
  readonly strict?: true;
  readonly json?: true;
}

/** `numerist evaluate`: a model and labelled data in, figures out. */
export function evaluateCommand(terminal: Terminal): Command {
  return new Command('evaluate')
    .description('Measure a model on labelled pictures.')
    .argument('[model]', 'model folder, run folder or model.safetensors (default: the model of the package)')
    .requiredOption(
      '--data <path|name>',
      'a folder of classes, a zip of one, IDX or CSV files, or a name of `numerist data`',
    )
    .addOption(
      new Option('--split <part>', 'test: the part the data names; of the training data, what was held out; else all')
        .choices(['train', 'val', 'test', 'all'])
        .default('test'),
    )
    .option('--groups <file>', 'the groups that the model was trained with, to find its validation images again')
    .option('--report <folder>', 'write report.html, report.json and confusion.svg there')
    .option(
      '--target-error <share>',
      'also: the answers that a calibrated model gives for this error, 0.001 say',
      shareOfErrors,
    )
    .option('--not-digits <n>', 'also: n generated pictures that are not digits, and AUROC', wholeNumber(0), 0)
    .option('--threads <n>', 'the result does not depend on it', wholeNumber(1, 64), availableParallelism())
    .option('--strict', 'make a file that cannot be read an error')
    .option('--json', 'print one JSON object and nothing else on stdout')
    .addHelpText(
      'after',
      `
Examples:
  $ numerist evaluate --data mnist
  $ numerist evaluate runs/20260101-120000-classic --data scans.zip --report report`,
    )
    .action((model: string | undefined, options: EvaluateOptions) =>
      untilInterrupted((signal) => evaluate(model, options, terminal, signal)),
    );
}

async function evaluate(
  path: string | undefined,
  options: EvaluateOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const model = loadModel(path ?? defaultModelUrl);
  const { preprocessing, trainingData } = model.config;
  const open = { pipeline: preprocessing.pipeline, strict: options.strict === true, signal };
  const dataset = await openData(options.data, open, terminal);
  const line = createProgressLine();
  try {
    const groups = options.groups === undefined ? null : readGroups(options.groups, dataset);
    const chosen = chooseEvaluationRows(dataset, trainingData, options.split, groups);
    const started = performance.now();
    const onProgress = (done: number): void => {
      const rate = (1000 * done) / (performance.now() - started);
      const left = Math.ceil((chosen.rows.length - done) / rate);
      line.show(
        `reading: ${done}/${chosen.rows.length}, ${left} s left, ${Math.round(rate).toLocaleString('en')} images/s`,
      );
    };
    const name = path ?? 'the model of the package';
    const evaluation = await evaluateModel(model, name, dataset, chosen, {
      threads: options.threads,
      ...(options.targetError !== undefined && { targetError: options.targetError }),
      notDigits: options.notDigits,
      onProgress,
      signal,
    });
    line.clear();
    const { result } = evaluation;
    if (options.report !== undefined) {
      const page = writeReport(evaluation, { folder: options.report, model, dataset, notes: chosen.notes });
      terminal.stderr.write(`report: ${page}\n`);
    }
    const text = [
      `${name} (${result.model.architecture}) on ${result.data.source}, ${result.data.split}`,
      formatHeadline(result),
      ...formatConfidence(result),
      ...chosen.notes.map((note) => `note: ${note}`),
      '',
      formatClassificationReport(result.report),
      formatConfusionMatrix(result.confusion_matrix),
    ].join('\n');
    await write(
      terminal.stdout,
      options.json === true ? `${JSON.stringify({ ...result, notes: chosen.notes })}\n` : `${text}\n`,
    );
  } finally {
    line.clear();
    dataset.close();
  }
}
