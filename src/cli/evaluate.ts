import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { EvaluationResult } from '../evaluation/evaluationResult.js';
import { loadModel } from '../node/models/loadModel.js';
import { defaultModelUrl } from '../node/models/shippedModels.js';
import { drawingThreads } from '../node/threads/drawingThreads.js';
import { nodePlatform } from '../node/threads/nodePlatform.js';
import { formatClassificationReport } from '../report/text/formatClassificationReport.js';
import { formatComparison } from '../report/text/formatComparison.js';
import { formatConfidence } from '../report/text/formatConfidence.js';
import { formatConfusionMatrix } from '../report/text/formatConfusionMatrix.js';
import { formatGroups } from '../report/text/formatGroups.js';
import { formatHeadline } from '../report/text/formatHeadline.js';
import { formatLeaks } from '../report/text/formatLeaks.js';
import { formatRobustness } from '../report/text/formatRobustness.js';
import { evaluateOnData } from '../workflows/evaluate/evaluateOnData.js';
import { REPORT_PAGE, reportFiles } from '../workflows/pages/reportFiles.js';
import { commandFiles } from './commandFiles.js';
import { formatTable } from './formatTable.js';
import { untilInterrupted } from './interrupt.js';
import { shareOfErrors, wholeNumber } from './parseNumber.js';
import { createProgressLine } from './progressLine.js';
import { showWork } from './showWork.js';
import { write, type Terminal } from './terminal.js';
import { withWorkOptions, type WorkOptions } from './workOptions.js';
import { writeFiles } from './writeFiles.js';

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
        'train, val, test or all, or a file of numerist split, whose test part is used; test is the test part of the data, or what training held out, or else all',
        'test',
      )
      .option(
        '--groups <file>',
        'a writer (or page, ...) per row: adds results by group; also needed if training used groups',
      )
      .option('--corrections <file>', 'decisions about labels and pictures, saved by an audit page or a report')
      .option('--leaks', 'also find images that are variants of a drawing in the training data, and score without them')
      .option('--against <model>', 'also compare with this model: what each reads right and the other does not')
      .addOption(
        new Option(
          '--robustness [n]',
          'also read n pictures moved, turned, scaled, thinner, wider, blurred, noisy, pale, inverted, covered',
        )
          .argParser(wholeNumber(1))
          .preset('2000'),
      )
      .option('--report <folder>', 'write report.html, report.json and confusion.svg there')
      .option(
        '--target-error <share>',
        'also score the answers that a calibrated model gives for this target error, such as 0.001',
        shareOfErrors,
      )
      .option(
        '--not-digits <n>',
        'also read n generated pictures that are not digits, and report AUROC',
        wholeNumber(0),
        0,
      ),
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
  const model = loadModel(path ?? defaultModelUrl());
  const { threads, report: folder } = options;
  const platform = nodePlatform(threads);
  const files = commandFiles({ strict: options.strict === true, signal }, terminal);
  const line = createProgressLine();
  const request = {
    model,
    name: path ?? 'the model of the package',
    data: options.data,
    split: options.split,
    groups: options.groups,
    corrections: options.corrections,
    against: options.against,
    leaks: options.leaks === true ? drawingThreads(threads) : null,
    robustness: options.robustness,
    targetError: options.targetError,
    notDigits: options.notDigits,
    onProgress: showWork(line),
    signal,
  };
  try {
    await evaluateOnData(platform, files, request, async ({ evaluation, dataset, notes }) => {
      line.clear();
      if (folder !== undefined) {
        writeFiles(folder, reportFiles(platform, evaluation, { model, dataset, notes }));
        terminal.stderr.write(`report: ${join(folder, REPORT_PAGE)}\n`);
      }
      const { result } = evaluation;
      const text =
        options.json === true
          ? JSON.stringify({ ...result, notes })
          : describe(
              result,
              notes.filter((note) => !dataset.notes.includes(note)), // they were shown when it was opened
            );
      await write(terminal.stdout, `${text}\n`);
    });
  } finally {
    line.clear();
  }
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
