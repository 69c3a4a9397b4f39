// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createServers } from '../../dist/server/createServer.js';
import { within } from '../../scripts/checks/within.js';
import { post } from './post.js';

/** Seconds that a server may take to start or to end. */
const LIMIT = 60;

const BIN = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));

/**
 * Milliseconds from the exit of the only worker thread, while it works on a request, until another
 * thread has answered one.
 *
 * @param {Uint8Array<ArrayBuffer>} png
 * @returns {Promise<number>}
 */
export async function replaceThread(png) {
  const { server } = createServers({ threads: 1 }, new URL('./mortalWorker.js', import.meta.url));
  try {
    const url = `${await server.listen({ port: 0 })}/v1/read`;
    await post(url, png, 200);
    await post(url, Uint8Array.of(0x58), 500);
    const begin = performance.now();
    await post(url, png, 200);
    return performance.now() - begin;
  } finally {
    await server.close();
  }
}

/**
 * Milliseconds from the start of `numerist serve`, after another one was killed while it worked on
 * requests, until it has answered a request on the same port.
 *
 * @param {Uint8Array<ArrayBuffer>} png
 * @returns {Promise<number>}
 */
export async function restart(png) {
  const killed = await start('0');
  const url = `http://127.0.0.1:${killed.port}/v1/read`;
  await post(url, png, 200);
  const begun = Array.from({ length: 20 }, () => post(url, png, 200).catch(() => undefined));
  killed.child.kill('SIGKILL');
  await within('the killed server to end', once(killed.child, 'exit'), LIMIT);
  await Promise.all(begun);

  const begin = performance.now();
  const { child } = await start(killed.port);
  await post(url, png, 200);
  const time = performance.now() - begin;
  child.kill('SIGINT');
  await within('the server to end', once(child, 'exit'), LIMIT);
  return time;
}

/** Starts it and waits until it listens, which it does when it is ready. @param {string} port */
async function start(port) {
  const child = spawn(process.execPath, [BIN, 'serve', '--port', port, '--log-level', 'silent'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const listening = once(createInterface(child.stdout), 'line');
  const [line] = /** @type {[string]} */ (await within('the server to listen', listening, LIMIT));
  return { child, port: /:(\d+)\//.exec(line)?.[1] ?? '' };
}
