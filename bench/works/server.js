// @ts-check
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import process from 'node:process';
import { deflateSync } from 'node:zlib';
import { createServers } from '../../dist/server/createServer.js';
import { encodePng } from '../../dist/image/encodePng.js';
import { refuseHugePicture, refuseJson } from '../server/refusals.js';
import { replaceThread, restart } from '../server/restarts.js';
import { measure } from './work.js';

/** @typedef {import('../server/load.js').LoadOptions} LoadOptions */
/** @typedef {import('../server/load.js').LoadResult} LoadResult */
/** @typedef {import('../../dist/server/createServer.js').Servers} Servers */

const LOAD = fileURLToPath(new URL('../server/load.js', import.meta.url));
const ROWS = 32;

/** What one round finds, under the name of its row. @typedef {Record<string, number>} Round */

/** Names of the rows, and which way is better. @type {readonly (readonly [string, 'higher' | 'lower'])[]} */
const ROWS_OF_A_ROUND = [
  ['server, batches of 32 (share of the same without HTTP)', 'higher'],
  ['server, single 28x28 PNGs (requests/s)', 'higher'],
  ['server, 99th percentile at 70 % load (ms)', 'lower'],
  ['server, answered at twice the capacity (share of the most)', 'higher'],
  ['server, 99th percentile of refusals then (ms)', 'lower'],
  ['server, other answers than 200 and 503 then', 'lower'],
  ['server, beside 1,000 slow connections (share)', 'higher'],
  ['server, until a picture of 2^31 - 1 pixels squared is refused (ms)', 'lower'],
  ['server, until bad JSON is refused (ms)', 'lower'],
  ['server, until a lost thread is replaced (ms)', 'lower'],
  ['server, until it answers again after SIGKILL (ms)', 'lower'],
];

/**
 * The server of `numerist serve` with the default model in this process, and a client in another
 * one, on the same CPU cores.
 *
 * @type {import('./work.js').Work}
 */
export async function server(context) {
  const { quick, rounds, threads, say } = context;
  const seconds = quick ? 1 : 5;
  const servers = createServers({ threads });
  await servers.server.listen({ port: 0 });
  /** @type {Round[]} */
  const found = [];
  try {
    for (let round = 0; round < (quick ? 1 : Math.min(rounds, 3)); round++) {
      say(`server: round ${round + 1}`);
      found.push(await measureRound(servers, seconds));
    }
  } finally {
    await servers.server.close();
  }
  const measured = [];
  for (const [work, better] of ROWS_OF_A_ROUND) {
    const values = found.map((round) => round[work]);
    const contender = {
      ...{ side: /** @type {const} */ ('ours'), family: 'Numerist', name: `Numerist, Node ${process.versions.node}` },
      ...{ variant: 'exact', node: process.versions.node, threads, batch: work.includes('32') ? ROWS : 1 },
      open: () =>
        Promise.resolve({
          outputs: { logits: [] },
          round: () => Promise.resolve(values.shift() ?? NaN),
          close: () => Promise.resolve(),
        }),
    };
    measured.push(await measure(work, better, [contender], context, { rounds: values.length, warmUp: false }));
  }
  return measured;
}

/** @param {Servers} servers @param {number} seconds @returns {Promise<Round>} */
async function measureRound(servers, seconds) {
  const { port } = /** @type {import('node:net').AddressInfo} */ (servers.server.server.address());
  const tensor = Buffer.from(
    JSON.stringify({ inputs: [{ name: 'pictures', datatype: 'UINT8', shape: [ROWS, 28, 28], data: stroke(ROWS) }] }),
  );
  const batches = {
    path: '/v2/models/standard/infer',
    contentType: 'application/json',
    body: tensor.toString('base64'),
  };
  const png = Buffer.from(encodePng({ width: 28, height: 28, data: Uint8Array.from(stroke(1)) }, deflateSync));
  const single = { path: '/v1/read', contentType: 'image/png', body: png.toString('base64') };

  const without = await rateWithoutHttp(servers, tensor, seconds);
  const overHttp = await run({ port, ...batches, seconds, connections: 8, rate: null });
  await run({ port, ...single, seconds: 1, connections: 64, rate: null }); // warm
  const capacity = rateOf(await run({ port, ...single, seconds, connections: 64, rate: null }));
  const eased = await run({ port, ...single, seconds, connections: 256, rate: 0.7 * capacity });
  const pressed = await run({ port, ...single, seconds, connections: 1024, rate: 2 * capacity });
  await wait(500);
  const slowed = await run({ port, ...single, seconds, connections: 64, rate: null, slow: 1000 });
  const other = Object.entries(pressed.statuses).filter(([status]) => status !== '200' && status !== '503');
  const url = `http://127.0.0.1:${port}/v1/read`;
  const values = [
    rateOf(overHttp) / without,
    capacity,
    eased.p99['200'],
    rateOf(pressed) / capacity,
    pressed.p99['503'] ?? 0,
    other.reduce((sum, [, n]) => sum + n, pressed.errors),
    rateOf(slowed) / capacity,
    await refuseHugePicture(url, png),
    await refuseJson(url),
    await replaceThread(Uint8Array.from(png)),
    await restart(Uint8Array.from(png)),
  ];
  return Object.fromEntries(ROWS_OF_A_ROUND.map(([name], i) => [name, values[i]]));
}

/** Requests a second that the threads answer when they are given the same bodies without HTTP. @param {Servers} servers @param {Buffer} body @param {number} seconds */
async function rateWithoutHttp({ context }, body, seconds) {
  const { key } = context.store.find();
  let done = 0;
  const begin = performance.now();
  const end = begin + 1000 * seconds;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (performance.now() < end) {
        const { status } = await context.pool.run(
          { kind: 'infer', model: key, body, headerLength: null },
          new AbortController().signal,
        );
        if (status !== 200) throw new Error(`infer must be answered with 200. Received ${status}.`);
        done++;
      }
    }),
  );
  return (1000 * done) / (performance.now() - begin);
}

/** Answers with 200 a second. @param {LoadResult} result */
function rateOf({ statuses, seconds }) {
  return (statuses['200'] ?? 0) / seconds;
}

/** @param {LoadOptions} options @returns {Promise<LoadResult>} */
async function run(options) {
  const child = spawn(process.execPath, [LOAD, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(await text(child.stdout));
}

/** Vertical strokes, 0 = paper, 255 = ink. @param {number} count @returns {number[]} */
function stroke(count) {
  return Array.from({ length: count * 784 }, (_, i) => {
    const x = i % 28;
    const y = Math.floor((i % 784) / 28);
    return x > 12 && x < 16 && y > 3 && y < 24 ? 255 : 0;
  });
}
