import { spawnSync } from 'node:child_process';

/** Builds of Next.js take the longest. */
const LIMIT_MS = 300_000;

/**
 * Runs a command in a folder, and returns what it printed on stdout. Throws Error with the end of
 * its output if it fails or takes more than five minutes.
 *
 * @param {string} folder
 * @param {readonly string[]} command the program and its arguments
 * @param {Readonly<Record<string, string>>} [env] over that of this process
 */
export function runIn(folder, [program, ...args], env = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: LIMIT_MS,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
  });
  if (status === 0) return stdout;
  const end = `${stdout}\n${stderr}`.trim().split('\n').slice(-20).join('\n');
  throw new Error(`${[program, ...args].join(' ')} ended with ${status ?? error?.message}:\n${end}`);
}
