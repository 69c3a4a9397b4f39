import { readFileSync } from 'node:fs';
import { explainSystemError } from './explainSystemError.js';

/** Reads the bytes of a file. Throws an Error that names the path if the system refuses. */
export function readFileAt(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw explainSystemError(`cannot read ${path}`, error);
  }
}
