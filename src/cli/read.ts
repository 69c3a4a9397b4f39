import { Command, InvalidArgumentError, Option } from 'commander';

import type { DecodeOptions } from '../image/pixelBudget.js';
import { messageOf } from '../messageOf.js';
import { decodeImage } from '../node/pictures/decodeImage.js';
import { defaultModelUrl } from '../node/models/shippedModels.js';
import { loadRecognizer, type ImageSource } from '../node/pictures/read.js';
import { readPictureFile, readPictureStream } from '../node/pictures/readPicture.js';
import { writeInkSteps } from '../node/pictures/writeInkSteps.js';
import type { Recognizer } from '../numbers/createNumberRecognizer.js';
import { shareOfErrors, wholeNumber } from './parseNumber.js';
import { picturePaths, type PicturePath } from './picturePaths.js';
import { readFormats, type ReadResult } from './readFormats.js';
import { write, type Terminal } from './terminal.js';
import { writeLines } from './writeLines.js';

/** How many of the files that are left out are named. */
const MOST_NAMED = 10;

interface ReadOptions {
  readonly model?: string;
  readonly format?: keyof typeof readFormats;
  readonly alternatives: number;
  readonly targetError?: number;
  readonly single?: boolean;
  readonly maxPixels?: number;
  readonly output?: string;
  readonly explain?: string;
}

/** `numerist read`: pictures in, one line each out. */
export function readCommand(terminal: Terminal): Command {
  return new Command('read')
    .description('Read the digit or number in each picture.')
    .argument('<pictures...>', "picture files, folders of them, quoted globs, or '-' for one picture from stdin")
    .option('--model <path>', 'model folder, run folder or model.safetensors (default: the model of the package)')
    .addOption(
      new Option('--format <format>', 'default: table on a terminal, otherwise jsonl').choices(
        Object.keys(readFormats),
      ),
    )
    .option('--alternatives <k>', 'other digits to name for each answer, 0 to 9', parseAlternatives, 2)
    .option(
      '--target-error <share>',
      "the accepted share of wrong digits, such as 0.001: '?' for a digit that is less sure",
      shareOfErrors,
    )
    .option('--single', 'read each picture as one digit, even if it looks like several')
    .option(
      '--max-pixels <n>',
      'largest picture, in pixels (default: 24000000, and 220000000 for a JPEG)',
      wholeNumber(1),
    )
    .option('--explain <folder>', 'write the steps from each picture to the network input, as pictures')
    .option('--output <file>', "write to this file, once all pictures are read ('-': stdout)")
    .addHelpText(
      'after',
      `
Digits side by side that do not touch are read as one number. A picture without ink has the status
'no ink'. A digit that is 'unsure' or 'not a digit' is printed as '?' and keeps its alternatives. A
picture that cannot be read has the status 'error', and the exit code is 1.

Examples:
  $ numerist read 'photos/**/*.png' --format csv --output digits.csv
  $ numerist read photo.jpg --explain steps`,
    )
    .action((paths: string[], options: ReadOptions) => readPictures(paths, options, terminal));
}

async function readPictures(args: readonly string[], options: ReadOptions, terminal: Terminal): Promise<void> {
  const { output = '-', alternatives, targetError, single, maxPixels } = options;
  const recognizer = loadRecognizer(options.model ?? defaultModelUrl(), { alternatives, targetError, single });
  const { head, format } = readFormats[options.format ?? defaultFormat(output, terminal)];
  const explain = options.explain === undefined ? null : writeInkSteps(options.explain);
  let total = 0;
  let failed = 0;
  const leftOut: string[] = [];

  async function* lines(): AsyncGenerator<string> {
    if (head !== '') yield head;
    for await (const picture of picturePaths(args, (path) => leftOut.push(path))) {
      const result = await readOne(picture, { recognizer, terminal, explain, maxPixels });
      total++;
      if (result.status === 'error') {
        failed++;
        const { path, reason } = result;
        await write(terminal.stderr, `numerist: ${reason.includes(path) ? reason : `${path}: ${reason}`}\n`);
      }
      yield format(result);
    }
  }

  if (output === '-') for await (const line of lines()) await write(terminal.stdout, line);
  else await writeLines(output, lines());
  if (leftOut.length > 0) await write(terminal.stderr, `numerist: ${leftOutLine(leftOut)}\n`);
  if (failed > 0) throw new Error(`${failed} of ${total} pictures could not be read.`);
}

interface Reader {
  readonly recognizer: Recognizer<ImageSource>;
  readonly terminal: Terminal;
  readonly explain: ReturnType<typeof writeInkSteps> | null;
  readonly maxPixels: number | undefined;
}

async function readOne(
  { path, problem }: PicturePath,
  { recognizer, terminal, explain, maxPixels }: Reader,
): Promise<ReadResult> {
  try {
    if (problem !== undefined) throw problem;
    const limits: DecodeOptions = { maxPixels, limitName: '--max-pixels' };
    const bytes = await (path === '-' ? readPictureStream(terminal.stdin, limits) : readPictureFile(path, limits));
    const reading = recognizer.readPixels(await decodeImage(bytes, limits), { onStep: explain?.(path) });
    return { path, ...reading, rejected: reading.text.includes('?') };
  } catch (error) {
    const reason = messageOf(error);
    return { path, text: '', confidence: 0, status: 'error', reason, rejected: false, digits: [] };
  }
}

/** Which files of folders and globs are no pictures. */
function leftOutLine(paths: readonly string[]): string {
  const named = paths.slice(0, MOST_NAMED).join(', ');
  const more = paths.length > MOST_NAMED ? ` and ${paths.length - MOST_NAMED} more` : '';
  return `left out ${paths.length} ${paths.length === 1 ? 'file that is no picture in a known format' : 'files that are no pictures in a known format'}: ${named}${more}.`;
}

function defaultFormat(output: string, { stdout }: Terminal): keyof typeof readFormats {
  if (output === '-') return stdout.isTTY === true ? 'table' : 'jsonl';
  return output.toLowerCase().endsWith('.csv') ? 'csv' : 'jsonl';
}

function parseAlternatives(text: string): number {
  if (!/^[0-9]$/.test(text)) throw new InvalidArgumentError(`It must be a whole number from 0 to 9.`);
  return Number(text);
}
