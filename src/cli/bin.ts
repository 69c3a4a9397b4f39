#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

import { explainSystemError, systemErrorCode } from '../node/files/explainSystemError.js';
import { run } from './program.js';

// A reader that has seen enough (`numerist read … | head`) is no failure; a disk that is full is one.
process.stdout.on('error', (error) => {
  if (systemErrorCode(error) === 'EPIPE') process.exit(0);
  process.stderr.write(`numerist: ${explainSystemError('cannot write to standard output', error).message}\n`);
  process.exit(1);
});

// Reading a hundred thousand pictures makes much short-lived garbage. Left alone, newer versions of V8 double their space for
// it again and again, to 200 MB of memory instead of 50, and are no faster for it.
setFlagsFromString('--semi-space-growth-factor=1');

process.exitCode = await run(process.argv.slice(2), process);
