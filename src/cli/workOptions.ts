import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { wholeNumber } from './parseNumber.js';

/** The options that `withWorkOptions` adds. */
export interface WorkOptions {
  readonly threads: number;
  readonly strict?: true;
  readonly json?: true;
}

/** Adds the options shared by all commands that read a whole data set, at the end of the help. */
export function withWorkOptions(command: Command): Command {
  return command
    .option('--threads <n>', 'does not change the result', wholeNumber(1, 64), availableParallelism())
    .option('--strict', 'fail if a file cannot be read')
    .option('--json', 'print one JSON object and nothing else on stdout');
}
