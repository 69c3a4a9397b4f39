// npm run fuzz [-- --count 20000 --seed 1 --only 1234]: sends the unchanged sample pictures and
// PngSuite to `numerist serve`, then `count` mutated pictures and requests. Fails if an answer has
// status 500 or takes more than a second, or if a worker thread or the process is lost. A request
// depends on the seed and its number alone, so --only repeats one of them. --clients 4 is how many
// requests are under way, --limit-ms 1000 how long an answer may take.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { numberOf, readOptions } from '../options.js';
import { makeCase } from './fuzz/makeCase.js';
import { readSeeds } from './fuzz/readSeeds.js';
import { within } from './within.js';

const { values } = readOptions(import.meta.url, {
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    clients: { type: 'string', default: '4' },
    'limit-ms': { type: 'string', default: '1000' },
  },
});
/** @type {(name: 'count' | 'seed' | 'only' | 'clients' | 'limit-ms', least?: number) => number} */
const number = (name, least = 1) => numberOf(import.meta.url, `--${name}`, values[name], { least });
const [count, seed, clients, limitMs] = [number('count'), number('seed', 0), number('clients'), number('limit-ms')];
const only = values.only === undefined ? null : number('only', 0);

const bin = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const server = spawn(
  process.execPath,
  [bin, 'serve', '--port', '0', '--threads', '2', '--drain-ms', '0', '--log-level', 'error'],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
let exited = false;
server.once('exit', () => (exited = true));
process.once('exit', () => server.kill('SIGKILL')); // also if something throws
const [line] = await within('the server to listen', once(createInterface(server.stdout), 'line'), 90);
const port = Number(/:(\d+)\//.exec(String(line))?.[1]);
const agent = new http.Agent({ keepAlive: true, maxSockets: clients });

const seeds = readSeeds();
/** @type {Map<number, number>} */
const statuses = new Map();
/** @type {string[]} */
const problems = [];
// These requests also warm up the server, so that slow first requests do not count as hangs.
for (const { name, body } of seeds.pictures) {
  const { status } = await send({ path: '/v1/read', headers: {}, body });
  const expected = name.startsWith('x') ? 422 : 200;
  if (status !== expected) problems.push(`${name}: answered with ${status} instead of ${expected}`);
}
let slowest = 0;
let done = 0;
let next = only ?? 0;
const end = only === null ? count : only + 1;
const begin = performance.now();

await Promise.all(
  Array.from({ length: clients }, async () => {
    while (next < end && !exited && problems.length < 20) await sendOne(next++);
  }),
);

const [{ body }] = seeds.pictures;
const good = await send({ path: '/v1/read', headers: { 'content-type': 'image/png' }, body }).catch(() => null);
if (good?.status !== 200) problems.push(`the next good request was answered with ${good?.status ?? 'nothing'}`);
const metrics = exited ? '' : (await send({ method: 'GET', path: '/metrics', headers: {} })).body;
const lost = /numerist_threads_lost_total (\d+)/.exec(metrics)?.[1];
if (lost !== '0') problems.push(`${lost ?? 'unknown'} worker threads were lost`);
server.kill();

for (const problem of problems) console.log(`FAILED ${problem}`);
const shown = [...statuses].sort(([a], [b]) => a - b).map(([status, n]) => `${status}: ${n}`);
const corrupt = seeds.pictures.filter(({ name }) => name.startsWith('x')).length;
console.log(`${seeds.pictures.length} unchanged pictures, ${corrupt} of them corrupt ones of PngSuite`);
console.log(
  `seed ${seed}: ${done} sent in ${((performance.now() - begin) / 1000).toFixed(0)} s, slowest ${slowest.toFixed(0)} ms`,
);
console.log(`statuses ${shown.join(', ')} (0: connection closed, allowed for broken HTTP only)`);
console.log(`${done - Math.min(done, problems.length)} passed, ${problems.length} failed`);
process.exitCode = problems.length === 0 && done > 0 ? 0 : 1;

/** @param {number} number */
async function sendOne(number) {
  const request = makeCase(seed, number, seeds);
  const start = performance.now();
  let status = 0;
  try {
    ({ status } = request.raw === undefined ? await send(request) : await sendRaw(request.raw));
  } catch (error) {
    problems.push(`${number} (${request.name}): ${String(error)}`);
  }
  const ms = performance.now() - start;
  slowest = Math.max(slowest, ms);
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  if (status >= 500) problems.push(`${number} (${request.name}): answered with ${status}`);
  if (ms > limitMs) problems.push(`${number} (${request.name}): took ${ms.toFixed(0)} ms`);
  if (++done % 2000 === 0) {
    const rate = done / ((performance.now() - begin) / 1000);
    process.stderr.write(`${done}/${end} ${rate.toFixed(0)}/s, ${((end - done) / rate).toFixed(0)} s left\n`);
  }
}

/**
 * @typedef {object} SentRequest
 * @property {string} [method]
 * @property {string} path
 * @property {Record<string, string>} headers
 * @property {Buffer} [body]
 */

/**
 * @param {SentRequest} request
 * @returns {Promise<{ status: number, body: string }>}
 */
function send({ method = 'POST', path, headers, body }) {
  return new Promise((resolve, reject) => {
    const request = http.request({
      port,
      host: '127.0.0.1',
      agent,
      method,
      path,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': body.length }) },
    });
    request.setTimeout(10_000, () => request.destroy(new Error('no answer in 10 s')));
    request.once('error', reject);
    request.once('response', (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.once('error', reject);
    });
    request.end(body);
  });
}

/**
 * Sends bytes as they are. The server must answer or close the connection; status 0 means closed.
 *
 * @param {Buffer} bytes
 * @returns {Promise<{ status: number }>}
 */
function sendRaw(bytes) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let head = '';
    socket.on('data', (chunk) => {
      head += chunk.toString('latin1');
      if (head.includes('\r\n')) socket.destroy();
    });
    socket.setTimeout(60_000, () => {
      reject(new Error('waited 60 s for an answer or the end of the connection'));
      socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0) }));
    socket.end(bytes);
  });
}
