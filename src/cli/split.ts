import { deflateSync } from 'node:zlib';
import { Command, Option } from 'commander';
import { chooseRows } from '../datasets/chooseRows.js';
import { applyCorrections, type CorrectedLabels } from '../datasets/corrections.js';
import type { Dataset, RowPart } from '../datasets/dataset.js';
import { joinGroups } from '../datasets/joinGroups.js';
import type { Parts } from '../datasets/split.js';
import { formatSplitFile, partsOf } from '../datasets/splitFile.js';
import { formatCount } from '../report/text/formatHeadline.js';
import { encodePng } from '../image/encodePng.js';
import { inputLengthOf } from '../ink/pipelines.js';
import { drawingMontage } from '../leaks/drawingMontage.js';
import { drawingThreads } from '../node/threads/drawingThreads.js';
import { findDrawings } from '../workflows/drawings/findDrawings.js';
import { readCorrections } from '../node/datasets/readCorrections.js';
import { readGroups } from '../node/datasets/readGroups.js';
import { identityOf } from '../node/datasets/splitFiles.js';
import { writeAtomically } from '../node/files/writeAtomically.js';
import { formatTable } from './formatTable.js';
import { untilInterrupted } from './interrupt.js';
import { openData } from './openData.js';
import { numberBetween, wholeNumber } from './parseNumber.js';
import { createProgressLine } from './progressLine.js';
import { SEED_LIMIT } from './recipeOptions.js';
import { showWork } from './showWork.js';
import { write, type Terminal } from './terminal.js';
import { UsageError } from './usageError.js';
import { withWorkOptions, type WorkOptions } from './workOptions.js';

interface SplitOptions extends WorkOptions {
  readonly by: 'drawing' | 'group' | 'random';
  readonly groups?: string;
  readonly corrections?: string;
  readonly test: number;
  readonly validation: number;
  readonly seed: number;
  readonly output: string;
  readonly montage?: string;
}

/** Number of drawings per digit in the montage, the largest ones. */
const SHOWN = 24;

/** `numerist split`: writes a file that says which pictures to train, validate and test on. */
export function splitCommand(terminal: Terminal): Command {
  return withWorkOptions(
    new Command('split')
      .description('Split a data set so that no drawing, or no writer, is on both sides.')
      .argument('<data>', 'a folder of classes, a zip of one, IDX or CSV files, or a name from `numerist data`')
      .addOption(
        new Option('--by <what>', 'drawing: keep all affine variants of one in one part; group: by --groups; random')
          .choices(['drawing', 'group', 'random'])
          .default('drawing'),
      )
      .option('--groups <file>', 'a writer (or page, ...) per row; rows of one are kept together')
      .option(
        '--corrections <file>',
        'decisions saved by the page of an audit or a report; excluded pictures are in no part',
      )
      .option('--test <share>', 'test share, drawn if the data names no test part', numberBetween(0, 1), 0.2)
      .option('--validation <share>', 'validation share, drawn if the data names none', numberBetween(0, 1), 0.1)
      .option('--seed <n>', 'seed of the draw', wholeNumber(0, SEED_LIMIT), 1)
      .requiredOption('-o, --output <file>', 'the split file, for --split of train and evaluate')
      .option('--montage <file.png>', 'also draw one picture of each drawing found, with its number of variants'),
  )
    .addHelpText(
      'after',
      `
Examples:
  $ numerist split digits.zip -o split.csv --montage drawings.png
  $ numerist split mnist --by group --groups qmnist-train-labels-idx2-int.gz -o writers.csv`,
    )
    .action((data: string, options: SplitOptions) =>
      untilInterrupted((signal) => split(data, options, terminal, signal)),
    );
}

async function split(data: string, options: SplitOptions, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const { by, test, validation, seed } = options;
  if (by === 'group' && options.groups === undefined) {
    throw new UsageError('split --by group needs --groups <file>. See: numerist split --help');
  }
  if (by !== 'drawing' && options.montage !== undefined) {
    throw new UsageError('--montage needs --by drawing, which finds the drawings. See: numerist split --help');
  }
  if (test + validation >= 1) {
    throw new UsageError(
      `--test and --validation must leave something to train on. Received ${test} and ${validation}.`,
    );
  }
  const open = { pipeline: 'normalised', strict: options.strict === true, signal } as const;
  const dataset = await openData(data, open, terminal);
  const line = createProgressLine();
  try {
    const named = options.groups === undefined ? null : readGroups(options.groups, dataset);
    const drawings =
      by === 'drawing'
        ? await findDrawings(drawingThreads(options.threads), dataset, { onProgress: showWork(line), signal })
        : null;
    line.clear();
    const { labels, excluded } = await corrected(dataset, options.corrections, signal);
    const groups = drawings && named ? joinGroups(drawings, named) : (drawings ?? named);
    const kept = named || !drawings ? { groups } : { drawings };
    const rows = withoutRows(chooseRows({ ...dataset, labels }, { test, validation, seed, ...kept }), excluded);
    const parts = partOfEachRow(dataset, rows, groups);
    const text = formatSplitFile({
      data: identityOf(dataset),
      how: `by ${by}, seed ${seed}`,
      parts,
      groups,
    });
    writeAtomically(options.output, text);
    if (drawings && options.montage !== undefined) writeAtomically(options.montage, montageOf(dataset, drawings));
    const counts = partsOf({ parts });
    const summary = {
      output: options.output,
      by,
      seed,
      train: counts.train.length,
      val: counts.val.length,
      test: counts.test.length,
      leftOut: dataset.length - counts.train.length - counts.val.length - counts.test.length,
      groups: groups && new Set(groups).size,
      drawings: drawings && drawingsByDigit(dataset.labels, drawings).map((sizes) => sizes.map(({ size }) => size)),
    };
    await write(terminal.stdout, options.json === true ? `${JSON.stringify(summary)}\n` : describe(summary));
  } finally {
    line.clear();
    dataset.close();
  }
}

/** The labels after corrections, and the excluded rows. */
async function corrected(dataset: Dataset, file: string | undefined, signal: AbortSignal): Promise<CorrectedLabels> {
  if (file === undefined) return { labels: dataset.labels, excluded: new Uint8Array(dataset.length) };
  return applyCorrections(dataset.labels, await readCorrections(file, dataset, { signal }));
}

function withoutRows({ train, val, test }: Parts, excluded: Uint8Array): Parts {
  const kept = (rows: Uint32Array): Uint32Array => rows.filter((row) => excluded[row] === 0);
  return { train: kept(train), val: kept(val), test: kept(test) };
}

/**
 * The part of each row [N]; 'none' for rows whose group is also in a held-out part that the source
 * itself names.
 */
function partOfEachRow(dataset: Dataset, rows: Parts, groups: Uint32Array | null): RowPart[] {
  const parts = new Array<RowPart>(dataset.length).fill('none');
  const taken = new Set<number>();
  for (const part of ['test', 'val', 'train'] as const) {
    for (const row of rows[part]) {
      if (groups !== null && part !== 'test' && taken.has(groups[row])) continue;
      parts[row] = part;
    }
    if (groups !== null && part !== 'train') for (const row of rows[part]) taken.add(groups[row]);
  }
  return parts;
}

/** The drawings of each digit [10], the largest first: number of rows and first row. */
function drawingsByDigit(labels: Uint8Array, drawings: Uint32Array): { size: number; row: number }[][] {
  const digits = Array.from({ length: 10 }, () => new Map<number, { size: number; row: number }>());
  drawings.forEach((drawing, row) => {
    const known = digits[labels[row]].get(drawing);
    if (known === undefined) digits[labels[row]].set(drawing, { size: 1, row });
    else known.size++;
  });
  return digits.map((found) => [...found.values()].sort((a, b) => b.size - a.size || a.row - b.row));
}

function montageOf(dataset: Dataset, drawings: Uint32Array): Uint8Array {
  const lines = drawingsByDigit(dataset.labels, drawings).map((found) =>
    found.slice(0, SHOWN).map(({ size, row }) => {
      const picture = new Uint8Array(inputLengthOf(dataset.pipeline));
      dataset.readInputs([row], picture);
      return { picture, count: size };
    }),
  );
  return encodePng(drawingMontage(lines), deflateSync);
}

interface Summary {
  readonly output: string;
  readonly by: string;
  readonly seed: number;
  readonly train: number;
  readonly val: number;
  readonly test: number;
  readonly leftOut: number;
  readonly groups: number | null;
  /** [10], the sizes of each digit's drawings, the largest first. */
  readonly drawings: readonly (readonly number[])[] | null;
}

function describe({ output, by, seed, train, val, test, leftOut, groups, drawings }: Summary): string {
  const lines = [
    `train ${formatCount(train)}, val ${formatCount(val)}, test ${formatCount(test)}: by ${by}, seed ${seed}`,
  ];
  if (leftOut > 0)
    lines.push(
      `in no part: ${formatCount(leftOut)}, excluded by corrections or because their group is in a held-out part of the data`,
    );
  if (groups !== null && drawings === null) lines.push(`groups: ${formatCount(groups)}`);
  if (drawings !== null) {
    const rows = drawings.map((sizes, digit) => [
      String(digit),
      formatCount(sizes.reduce((sum, size) => sum + size, 0)),
      formatCount(sizes.length),
      sizes.slice(0, 8).map(formatCount).join('  ') + (sizes.length > 8 ? '  ...' : ''),
    ]);
    lines.push(
      '',
      formatTable([['digit', 'images', 'drawings', 'images of each, the largest first'], ...rows], { right: [1, 2] }),
      '',
    );
  }
  lines.push(`written: ${output}`);
  return `${lines.join('\n')}\n`;
}
