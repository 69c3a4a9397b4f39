import { Command, Option } from 'commander';
import type { Dataset, SplitName } from '../datasets/dataset.js';
import { numberInOrder } from '../datasets/numberInOrder.js';
import { withSplit } from '../datasets/splitFile.js';
import { DatasetError } from '../errors.js';
import type { EvaluationResult } from '../evaluation/evaluationResult.js';
import { formatClassificationReport } from '../report/text/formatClassificationReport.js';
import { formatConfusionMatrix } from '../report/text/formatConfusionMatrix.js';
import { formatConfidence } from '../report/text/formatConfidence.js';
import { formatComparison } from '../report/text/formatComparison.js';
import { formatLeaks } from '../report/text/formatLeaks.js';
import { formatGroups } from '../report/text/formatGroups.js';
import { formatHeadline } from '../report/text/formatHeadline.js';
import { formatRobustness } from '../report/text/formatRobustness.js';
import { chooseEvaluationRows } from '../workflows/evaluate/chooseEvaluationRows.js';
import { notesOnOther, type OtherModelData } from '../workflows/evaluate/notesOnOther.js';
import { correctRows } from '../workflows/evaluate/correctRows.js';
import { readGroupNames } from '../node/datasets/readGroups.js';
import { evaluateModel } from '../workflows/evaluate/evaluateModel.js';
import { loadModel } from '../node/models/loadModel.js';
import { defaultModelUrl } from '../node/pictures/read.js';
import { readCorrections } from '../node/datasets/readCorrections.js';
import { readSplitFile } from '../node/datasets/splitFiles.js';
import { writeReport } from '../workflows/pages/writeReport.js';
import { untilInterrupted } from './interrupt.js';
import { leakedRows } from './leakedRows.js';
import { formatTable } from './formatTable.js';
import { openData, type OpenDataOptions } from './openData.js';
import { shareOfErrors, wholeNumber } from './parseNumber.js';
import { createProgressLine } from './progressLine.js';
import { showWork } from './showWork.js';
import { write, type Terminal } from './terminal.js';
import { withWorkOptions, type WorkOptions } from './workOptions.js';

interface EvaluateOptions extends WorkOptions {
  readonly data: string;
  readonly split: string;
  readonly groups?: string;
  readonly corrections?: string;
  readonly leaks?: true;
  readonly against?: string;
  readonly robustness?: number;
  readonly report?: string;
  readonly targetError?: number;
  readonly notDigits: number;
}

const NO_GROUPS = 'The file of groups names none of these images: there are no results by group.';

/** `numerist evaluate`: a model and labelled data in, figures out. */
export function evaluateCommand(terminal: Terminal): Command {
  return withWorkOptions(
    new Command('evaluate')
      .description('Measure a model on labelled pictures.')
      .argument('[model]', 'model folder, run folder or model.safetensors (default: the model of the package)')
      .requiredOption(
        '--data <path|name>',
        'a folder of classes, a zip of one, IDX or CSV files, or a name of `numerist data`',
      )
      .option(
        '--split <part|file>',
        'train, val, test or all; test is the part the data names, of the training data what was held out, else all; or the test part of a file of numerist split',
        'test',
      )
      .option(
        '--groups <file>',
        'a writer (or page, ...) for each row: results by group; also needed to find validation images that were drawn by it',
      )
      .option('--corrections <file>', 'decisions about labels and pictures, saved by the page of an audit or a report')
      .option(
        '--leaks',
        'also: which images are variants of a drawing that the model has learned from; score without them',
      )
      .option(
        '--against <model>',
        'also: what this model reads right that another one does not, and the other way round',
      )
      .addOption(
        new Option(
          '--robustness [n]',
          'also: n of the pictures moved, turned, scaled, thinner, wider, blurred, noisy, pale, inverted, covered',
        )
          .argParser(wholeNumber(1))
          .preset('2000'),
      )
      .option('--report <folder>', 'write report.html, report.json and confusion.svg there')
      .option(
        '--target-error <share>',
        'also: the answers that a calibrated model gives for this error, 0.001 say',
        shareOfErrors,
      )
      .option('--not-digits <n>', 'also: n generated pictures that are not digits, and AUROC', wholeNumber(0), 0),
  )
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
  const unsplit = await openData(options.data, open, terminal);
  const line = createProgressLine();
  let against: OtherModelData | null = null;
  try {
    const { part, opened } = takePart(options.split, unsplit);
    const groups = options.groups === undefined ? null : readGroupNames(options.groups, opened);
    const numbers = groups && numberInOrder(groups);
    const drawn = chooseEvaluationRows(opened, trainingData, part, numbers);
    const { corrections } = options;
    const { dataset, chosen } =
      corrections === undefined
        ? { dataset: opened, chosen: drawn }
        : correctRows(opened, drawn, await readCorrections(corrections, opened, { signal }), corrections);
    if (options.against !== undefined) against = await openOther(options.against, opened, open, terminal);
    const notes = [
      ...chosen.notes,
      ...(groups && chosen.rows.every((row) => groups[row] === null) ? [NO_GROUPS] : []),
      ...(against ? notesOnOther(against, chosen, part, numbers) : []),
    ];
    const name = path ?? 'the model of the package';
    const leaks =
      options.leaks === true
        ? await leakedRows(
            dataset,
            chosen.rows,
            trainingData,
            { ...open, threads: options.threads, groups: numbers, onProgress: showWork(line) },
            terminal,
          )
        : null;
    const evaluation = await evaluateModel(model, name, dataset, chosen, {
      threads: options.threads,
      ...(options.targetError !== undefined && { targetError: options.targetError }),
      notDigits: options.notDigits,
      ...(against && { against }),
      ...(leaks && { leaks }),
      ...(groups && { groups }),
      robustness: options.robustness ?? 0,
      onProgress: showWork(line),
      signal,
    });
    line.clear();
    const { result } = evaluation;
    if (options.report !== undefined) {
      const page = writeReport(evaluation, { folder: options.report, model, dataset: opened, notes });
      terminal.stderr.write(`report: ${page}\n`);
    }
    await write(
      terminal.stdout,
      options.json === true ? `${JSON.stringify({ ...result, notes })}\n` : `${describe(result, notes)}\n`,
    );
  } finally {
    line.clear();
    unsplit.close();
    against?.dataset.close();
  }
}

const PARTS: readonly (SplitName | 'all')[] = ['train', 'val', 'test', 'all'];

/** A part, or the file that says which images are the test part. */
function takePart(split: string, dataset: Dataset): { part: SplitName | 'all'; opened: Dataset } {
  const part = PARTS.find((name) => name === split);
  if (part !== undefined) return { part, opened: dataset };
  return { part: 'test', opened: withSplit(dataset, readSplitFile(split, dataset)) };
}

/** The model to compare with; its data is opened again where it prepares pictures in another way. */
async function openOther(
  name: string,
  dataset: Dataset,
  open: OpenDataOptions,
  terminal: Terminal,
): Promise<OtherModelData> {
  const model = loadModel(name);
  const { pipeline } = model.config.preprocessing;
  if (pipeline === dataset.pipeline) return { name, model, dataset: { ...dataset, close: () => undefined } };
  const other = await openData(dataset.source, { ...open, pipeline }, terminal);
  if (other.length === dataset.length) return { name, model, dataset: { ...other, splits: dataset.splits } };
  other.close();
  throw new DatasetError(
    `${dataset.source}: both preprocessings must read ${dataset.length} pictures. Received ${other.length} by ${pipeline}.`,
  );
}

function describe(result: EvaluationResult, notes: readonly string[]): string {
  const { model, data, leaks, against, groups, robustness } = result;
  return [
    `${model.name} (${model.architecture}) on ${data.source}, ${data.split}`,
    formatHeadline(result),
    ...(leaks === null ? [] : formatLeaks(leaks)),
    ...(against === null ? [] : [formatComparison(against)]),
    ...(groups === null ? [] : formatGroups(groups)),
    ...formatConfidence(result),
    ...notes.map((note) => `note: ${note}`),
    '',
    formatClassificationReport(result.report),
    formatConfusionMatrix(result.confusion_matrix),
    ...(robustness === null ? [] : [formatTable(formatRobustness(robustness), { right: [1, 2, 3, 4] })]),
  ].join('\n');
}
