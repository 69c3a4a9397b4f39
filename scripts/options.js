// What every script of ours does with its command line.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * The options of a script, as `parseArgs` returns them for `config`. With --help it prints the
 * comment at the top of the script, which is its help, and ends the process with 0. A wrong option
 * ends it with one line and 2, as do more than `most` arguments that are no options.
 *
 * @template {import('node:util').ParseArgsConfig} T
 * @param {string} url of the script: its `import.meta.url`
 * @param {T} config
 * @param {number} [most]
 * @returns {ReturnType<typeof parseArgs<T>>}
 */
export function readOptions(url, config, most = Infinity) {
  const file = fileURLToPath(url);
  if (process.argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(helpOf(readFileSync(file, 'utf8')));
    process.exit(0);
  }
  try {
    const parsed = parseArgs(config);
    const extra = parsed.positionals[most];
    return extra === undefined ? parsed : refuse(url, `Unexpected argument '${extra}'`);
  } catch (error) {
    return refuse(url, error instanceof Error ? error.message : String(error));
  }
}

/**
 * The number that an option was given. Ends the process with one line and 2 if it is none, below
 * `least` or above `most`, or, unless `share`, not whole.
 *
 * @param {string} url of the script
 * @param {string} name of the option
 * @param {string | undefined} text
 * @param {{ readonly least?: number, readonly most?: number, readonly share?: boolean }} [limits]
 */
export function numberOf(url, name, text, { least = 1, most = Infinity, share = false } = {}) {
  const value = text === undefined || text.trim() === '' ? NaN : Number(text);
  if (value >= least && value <= most && (share || Number.isInteger(value))) return value;
  const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
  return refuse(url, `${name} must be a ${share ? '' : 'whole '}number ${range}. Received ${text}.`);
}

/**
 * Ends the process with 2 and a line that says what is wrong and where the help is.
 *
 * @param {string} url of the script
 * @param {string} what
 * @returns {never}
 */
export function refuse(url, what) {
  const script = relative('', fileURLToPath(url));
  // Node's own text goes on with how to pass such words as arguments, which no script takes.
  const [line] = what.split(/\n|(?<=['"])\. To specify/);
  process.stderr.write(`${line.replace(/\.$/, '')}. See: node ${script} --help\n`);
  process.exit(2);
}

/**
 * The first comment of a script, without its slashes.
 *
 * @param {string} text
 */
function helpOf(text) {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//') || line === '// @ts-check');
  return lines
    .slice(0, end)
    .map((line) => `${line.slice(3)}\n`)
    .join('');
}
