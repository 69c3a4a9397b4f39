// @ts-check
import { spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';

/** The slowest peer takes two minutes for its first answer. */
const PATIENCE_MS = 600_000;

/**
 * @typedef {object} Child
 * @property {(message: unknown) => Promise<any>} ask sends a line of JSON, resolves to the line of JSON that answers
 * @property {Promise<any>} first what the child says on its own once it is ready
 * @property {() => Promise<void>} close
 */

/**
 * Starts a contender: a process that prints one line of JSON when it is ready, and then answers
 * each line with another. Lines that are not JSON come from libraries and are ignored. Promises
 * reject if the process ends before it has answered.
 *
 * @param {readonly string[]} command
 * @param {Record<string, string>} [environment] beside our own
 * @returns {Child}
 */
export function openChild([program, ...args], environment = {}) {
  const child = spawn(program, args, { env: { ...process.env, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
  /** @type {{ resolve: (answer: unknown) => void, reject: (error: Error) => void }[]} */
  const waiting = [];
  let complaints = '';
  child.stderr.on('data', (text) => (complaints = `${complaints}${text}`.slice(-4000)));
  child.stdin.on('error', () => undefined); // the exit says more
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = parse(line);
    if (answer === null) return;
    if ('error' in answer) waiting.shift()?.reject(new Error(String(answer.error)));
    else waiting.shift()?.resolve(answer);
  });

  const fail = (/** @type {string} */ reason) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(reason));
  };
  child.on('error', (error) => fail(error.message));
  const ended = new Promise((resolve) => {
    child.on('close', (code, signal) => {
      fail(`ended with ${signal ?? code}: ${lastLine(complaints)}`);
      resolve(undefined);
    });
  });
  const answered = () =>
    new Promise((resolve, reject) => {
      const killer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      const settle = (/** @type {(value: any) => void} */ done) => (/** @type {any} */ value) => {
        clearTimeout(killer);
        done(value);
      };
      waiting.push({ resolve: settle(resolve), reject: settle(reject) });
    });
  return {
    first: answered(),
    ask(message) {
      const answer = answered();
      child.stdin.write(`${JSON.stringify(message)}\n`);
      return answer;
    },
    async close() {
      child.stdin.end();
      const killer = setTimeout(() => child.kill('SIGKILL'), 3000);
      await ended;
      clearTimeout(killer);
    },
  };
}

/** @param {string} line */
function parse(line) {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** @param {string} text */
function lastLine(text) {
  return (
    text
      .trim()
      .split('\n')
      .findLast((line) => /error|cannot|must/i.test(line)) ??
    text.trim().split('\n').at(-1) ??
    ''
  );
}
