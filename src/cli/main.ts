#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

import { explainSystemError, systemErrorCode } from '../node/files/explainSystemError.js';
import { runCommandLine } from './commandLine.js';

// A reader that closes the pipe (`numerist read … | head`) is not an error; a full disk is.
process.stdout.on('error', (error) => {
  if (systemErrorCode(error) === 'EPIPE') process.exit(0);
  process.stderr.write(`numerist: ${explainSystemError('cannot write to standard output', error).message}\n`);
  process.exit(1);
});

// Reading a hundred thousand pictures makes much short-lived garbage. By default, newer versions of
// V8 keep doubling the space for it, to 200 MB of memory instead of 50, and are no faster.
setFlagsFromString('--semi-space-growth-factor=1');

process.exitCode = await runCommandLine(process.argv.slice(2), process);
