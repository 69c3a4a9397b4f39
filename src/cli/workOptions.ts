import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { wholeNumber } from './parseNumber.js';

/** What `withWorkOptions` has parsed. */
export interface WorkOptions {
  readonly threads: number;
  readonly strict?: true;
  readonly json?: true;
}

/** Adds the options of every verb that looks at a whole data set, the last ones of its help. */
export function withWorkOptions(command: Command): Command {
  return command
    .option('--threads <n>', 'the result does not depend on it', wholeNumber(1, 64), availableParallelism())
    .option('--strict', 'make a file that cannot be read an error')
    .option('--json', 'print one JSON object and nothing else on stdout');
}
