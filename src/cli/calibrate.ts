import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { SplitName } from '../datasets/dataset.js';
import { TARGET_ERRORS } from '../digits/thresholdFor.js';
import type { CalibrationReport, GroupReport } from '../evaluation/calibration/calibrate.js';
import { formatCount } from '../report/text/formatHeadline.js';
import { formatModelConfig } from '../formats/native/modelConfig.js';
import { calibrateModel } from '../workflows/calibrate/calibrateModel.js';
import { chooseCalibrationRows } from '../workflows/calibrate/chooseCalibrationRows.js';
import { findModelFolder } from '../node/models/findModelFolder.js';
import { readGroups } from '../node/datasets/readGroups.js';
import { loadModel } from '../node/models/loadModel.js';
import { CONFIG_FILE } from '../formats/native/fileNames.js';
import { writeAtomically } from '../node/files/writeAtomically.js';
import { nodePlatform } from '../node/threads/nodePlatform.js';
import { formatTable } from './formatTable.js';
import { untilInterrupted } from './interrupt.js';
import { openData } from './openData.js';
import { numberBetween, shareOfErrors, wholeNumber } from './parseNumber.js';
import { createProgressLine } from './progressLine.js';
import { write, type Terminal } from './terminal.js';

interface CalibrateOptions {
  readonly model: string;
  readonly data: string;
  readonly split?: SplitName | 'all';
  readonly groups?: string;
  readonly shifts?: true;
  readonly made: number;
  readonly notDigits: number;
  readonly notDigitShare: number;
  readonly level: number;
  readonly threads: number;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Target errors with a column in the table. */
const SHOWN = [0.01, 0.005, 0.001];

/** `numerist calibrate`: fits a model's confidence to held-out data. */
export function calibrateCommand(terminal: Terminal): Command {
  return new Command('calibrate')
    .description('Fit the confidence of a model to held-out pictures, so that a target error gives a threshold.')
    .requiredOption('--model <path>', 'model folder or run folder; its config.json is rewritten')
    .requiredOption('--data <path|name>', 'labelled pictures that the model was not trained on')
    .addOption(
      new Option('--split <part>', 'default: val if the data has it or the model held it out; otherwise all').choices([
        'train',
        'val',
        'test',
        'all',
      ]),
    )
    .option('--groups <file>', 'the groups that the model was trained with, to find its validation images again')
    .option('--shifts', 'also read the pictures turned, scaled, slanted, thinner, wider, noisy and blurred')
    .option(
      '--made <n>',
      'number of pictures on made paper in each of six domains; 0: promise nothing about them',
      wholeNumber(0),
      4000,
    )
    .option('--not-digits <n>', 'number of generated pictures that are not digits', wholeNumber(1), 3000)
    .option('--not-digit-share <share>', 'expected share in use of pictures that are not digits', shareOfErrors, 0.02)
    .option('--level <share>', 'confidence level of the promised error', numberBetween(0.5, 1), 0.95)
    .option('--threads <n>', 'does not change the result', wholeNumber(1, 64), availableParallelism())
    .option('--dry-run', 'print the result but do not change the model')
    .option('--json', 'print one JSON object and nothing else on stdout')
    .addHelpText(
      'after',
      `
Examples:
  $ numerist calibrate --model runs/20260101-120000-classic --data mnist --shifts
  $ numerist calibrate --model my-model --data held-out.zip --split all`,
    )
    .action((options: CalibrateOptions) => untilInterrupted((signal) => calibrateFiles(options, terminal, signal)));
}

async function calibrateFiles(options: CalibrateOptions, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const model = loadModel(options.model);
  const { preprocessing, trainingData } = model.config;
  const dataset = await openData(options.data, { pipeline: preprocessing.pipeline, strict: false, signal }, terminal);
  const line = createProgressLine();
  try {
    const groups = options.groups === undefined ? null : readGroups(options.groups, dataset);
    const platform = nodePlatform(options.threads);
    const chosen = chooseCalibrationRows(platform, dataset, trainingData, options.split, groups);
    const { model: calibrated, report } = await calibrateModel(platform, model, dataset, chosen, {
      shifts: options.shifts === true,
      made: options.made,
      notDigits: options.notDigits,
      notDigitShare: options.notDigitShare,
      level: options.level,
      signal,
      onProgress(what, done, of) {
        line.show(`${what} pictures: ${done}/${of}`);
      },
    });
    line.clear();
    if (options.dryRun !== true) {
      const path = join(findModelFolder(options.model), CONFIG_FILE);
      writeAtomically(path, formatModelConfig(calibrated.config));
      terminal.stderr.write(`written: ${path}\n`);
    }
    for (const note of chosen.notes) terminal.stderr.write(`note: ${note}\n`);
    const text = options.json === true ? JSON.stringify({ targets: TARGET_ERRORS, ...report }) : describe(report);
    await write(terminal.stdout, `${text}\n`);
  } finally {
    line.clear();
    dataset.close();
  }
}

function describe({ scaling, calibration, thresholds, failing, groups, notDigits }: CalibrationReport): string {
  const columns = SHOWN.map((target) => TARGET_ERRORS.findIndex((other) => other === target));
  const row = ({ name, n, accuracy, eceBefore, ece, targets }: GroupReport): string[] => [
    name,
    formatCount(n),
    percent(accuracy),
    percent(eceBefore),
    percent(ece),
    ...columns.map((column) => {
      const score = targets[column];
      return score === null ? 'no promise' : `${percent(score.coverage)} (${percent(score.error)})`;
    }),
  ];
  const head = ['Digits', 'n', 'Accuracy', 'ECE before', 'ECE', ...SHOWN.map((target) => `at ${percent(target)}`)];
  const chosen = ['Confidence from', '', '', '', '', ...columns.map((column) => thresholds[column]?.toFixed(4) ?? '–')];
  const lines = [
    `calibrated on ${calibration.data}: temperature ${scaling.temperature.toFixed(4)}` +
      (scaling.notDigitBias === 0 ? '' : `, bias of 'not a digit' ${scaling.notDigitBias.toFixed(4)}`),
    '',
    formatTable([head, ...groups.map(row), chosen], { right: [1, 2, 3, 4, 5, 6, 7] }),
    '',
    `For each target error: the share answered and, in brackets, the share of wrong answers among them. Each threshold is`,
    `chosen so that the error is below the target with ${percent(calibration.level)} certainty, on pictures like these: in`,
    `each of ${(calibration.domains ?? []).map(({ name }) => name).join(', ')}.`,
  ];
  columns.forEach((column, i) => {
    if (failing[column].length > 0)
      lines.push(`${percent(SHOWN[i])} cannot be promised for: ${failing[column].join(', ')}`);
  });
  if (notDigits !== null) {
    const taken = columns.map((column) => notDigits.taken[column]);
    const at = SHOWN.map((target, i) => `${taken[i] === null ? '–' : percent(taken[i])} at ${percent(target)}`);
    lines.push(
      `Not digits: AUROC ${notDigits.auroc.toFixed(4)} on ${formatCount(notDigits.n)} generated pictures; taken for one: ${at.join(', ')}`,
    );
  }
  return lines.join('\n');
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}
