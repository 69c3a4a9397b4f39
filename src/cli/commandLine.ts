import { Command, CommanderError } from 'commander';

import { messageOf } from '../messageOf.js';
import { packageVersion } from '../node/files/packageVersion.js';
import { FindingsError } from './findingsError.js';
import { InterruptedError } from './interrupt.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usageError.js';

const GOOD = 0;
const FAILED = 1;
const USAGE = 2;
const FINDINGS = 3;
const INTERRUPTED = 130;

/** Every verb, in the order of `numerist --help`. */
const VERBS: Readonly<Record<string, (terminal: Terminal) => Promise<Command>>> = {
  read: async (terminal) => (await import('./read.js')).readCommand(terminal),
  train: async (terminal) => (await import('./train.js')).trainCommand(terminal),
  evaluate: async (terminal) => (await import('./evaluate.js')).evaluateCommand(terminal),
  calibrate: async (terminal) => (await import('./calibrate.js')).calibrateCommand(terminal),
  audit: async (terminal) => (await import('./audit.js')).auditCommand(terminal),
  split: async (terminal) => (await import('./split.js')).splitCommand(terminal),
  export: async (terminal) => (await import('./export.js')).exportCommand(terminal),
  inspect: async (terminal) => (await import('./inspect.js')).inspectCommand(terminal),
  data: async (terminal) => (await import('./data.js')).dataCommand(terminal),
  serve: async (terminal) => (await import('./serve.js')).serveCommand(terminal),
};

/**
 * The command that the arguments start with, none for the version, or else all of them: loading the
 * modules of `train` takes longer than reading a picture.
 */
function commandsFor(args: readonly string[], terminal: Terminal): Promise<Command[]> {
  if (args[0] === '--version' || args[0] === '-V') return Promise.resolve([]);
  const named = Object.keys(VERBS).filter((verb) => verb === args[0]);
  return Promise.all((named.length > 0 ? named : Object.keys(VERBS)).map((verb) => VERBS[verb](terminal)));
}

/**
 * Runs a command line, given without `node` and the script. Resolves to the exit code: 0 success, 1
 * failure, 2 wrong usage, 3 findings of an audit, 130 stopped by Ctrl-C. Errors are one line on
 * stderr, followed by the stack if NUMERIST_DEBUG is set.
 */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const program = await programFor(args, terminal);
    await program.parseAsync(args, { from: 'user' });
    return GOOD;
  } catch (error) {
    // Commander has shown the help already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? GOOD : USAGE;
    terminal.stderr.write(`numerist: ${messageOf(error).replaceAll(/\s*\n\s*/g, ' ')}\n`);
    if (terminal.env.NUMERIST_DEBUG !== undefined && error instanceof Error) {
      terminal.stderr.write(`${error.stack ?? ''}\n`);
    }
    if (error instanceof InterruptedError) return INTERRUPTED;
    if (error instanceof FindingsError) return FINDINGS;
    return error instanceof UsageError ? USAGE : FAILED;
  }
}

async function programFor(args: readonly string[], terminal: Terminal): Promise<Command> {
  const program = new Command('numerist')
    .description('Reads handwritten digits: train, evaluate and read.')
    .version(packageVersion());
  for (const command of await commandsFor(args, terminal)) program.addCommand(command);
  connect(program, 'numerist', terminal);
  return program;
}

/**
 * Makes a command and its subcommands write to the terminal, and throw where commander would print
 * and exit.
 */
function connect(command: Command, path: string, terminal: Terminal): void {
  command.configureOutput({
    writeOut: (text) => terminal.stdout.write(text),
    writeErr: (text) => terminal.stderr.write(text),
    outputError: () => undefined, // `runCommandLine` prints it
  });
  command.exitOverride((error) => {
    if (error.exitCode === 0 || error.code === 'commander.help') throw error;
    throw new UsageError(`${error.message.replace(/^error: |\.$/g, '')}. See: ${path} --help`, { cause: error });
  });
  for (const child of command.commands) connect(child, `${path} ${child.name()}`, terminal);
}
