// npm run soak [-- --minutes 30 --rate 200 --warm-up 10 --reload-seconds 10]: mixed load on
// `numerist serve`, `rate` requests per second, with a reload every 10 s. Fails if a request fails
// or if, after the warm-up, resident memory grows by more than 1 MB per hour (slope of a straight
// line, less two standard errors) or the number of file descriptors grows. With --leak the server
// keeps 4 KiB per request, and the run must fail. Needs Linux.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { numberOf, readOptions } from '../options.js';
import { loadModel, saveModel } from '../../dist/node/index.js';
import { slopeOf } from './soak/slopeOf.js';
import { within } from './within.js';

const { values } = readOptions(import.meta.url, {
  options: {
    minutes: { type: 'string', default: '30' },
    rate: { type: 'string', default: '200' },
    'warm-up': { type: 'string', default: '10' },
    'reload-seconds': { type: 'string', default: '10' },
    leak: { type: 'boolean', default: false },
  },
});
/** @type {(name: 'minutes' | 'rate' | 'warm-up' | 'reload-seconds', least?: number) => number} */
const number = (name, least = 0.001) => numberOf(import.meta.url, `--${name}`, values[name], { least, share: true });
const [minutes, rate, reloadSeconds] = [number('minutes'), number('rate'), number('reload-seconds')];
const warmUp = number('warm-up', 0);
/** MB per hour. */
const MAX_SLOPE = 1;
/**
 * Heaps and the allocator's pools reach their size after a number of collections: at 200 requests
 * per second that took 15 minutes. So the first half of the warm-up has four times the load; the
 * second half has the same load as the time after it.
 */
const WARM_UP_LOAD = 4;

/** @param {string} path relative to this file */
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const models = mkdtempSync(join(tmpdir(), 'numerist-soak-'));
cpSync(at('../../models/standard'), join(models, 'standard/1'), { recursive: true });
const spare = loadModel(at('../../models/classic'));
saveModel(join(models, 'classic/1'), spare);

const leak = values.leak ? ['--import', at('./soak/leak.js')] : [];
const args = [
  ...leak,
  at('../../dist/cli/bin.js'),
  'serve',
  '--port',
  '0',
  '--model',
  models,
  '--threads',
  '2',
  '--log-level',
  'error',
  '--drain-ms',
  '0',
];
const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
// If the server does not say where it listens, or does not end, it is ended with this process.
process.once('exit', () => server.kill('SIGKILL'));
const [line] = await within('the server to listen', once(createInterface(server.stdout), 'line'), 90);
const port = Number(/:(\d+)\//.exec(String(line))?.[1]);
const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });

/**
 * @typedef {object} Sample of the server process
 * @property {number} second since the start
 * @property {number} megabytes of resident memory
 * @property {number} descriptors open files
 */

const requests = makeRequests();
/** @type {Map<number, number>} */
const statuses = new Map();
let failed = 0;
let sent = 0;
let open = 0;
/** @type {Sample[]} */
const samples = [];
const begin = performance.now();
const seconds = () => (performance.now() - begin) / 1000;
const warm = warmUp * 60;
const end = warm + minutes * 60;
const rateNow = () => (seconds() < warm / 2 ? WARM_UP_LOAD * rate : rate);
let nextRequest = 0;
let nextReload = reloadSeconds;
let reloads = 0;
let nextSample = 0;

while (seconds() < end) {
  for (; seconds() >= nextRequest && open < 32; nextRequest += 1 / rateNow())
    void sendOne(requests[sent++ % requests.length]);
  // Requests that could not be sent in time are dropped: a burst of them would show as memory.
  nextRequest = Math.max(nextRequest, seconds() - 0.1);
  if (seconds() >= nextReload) {
    nextReload += reloadSeconds;
    // The same weights with another date each time, so that the server sees a new model.
    saveModel(join(models, 'classic/1'), {
      ...spare,
      config: { ...spare.config, created: new Date(Date.now() + reloads).toISOString() },
    });
    server.kill('SIGHUP');
    reloads++;
  }
  if (seconds() >= nextSample) {
    nextSample += Math.max(0.5, end / 400);
    const sample = { second: seconds(), ...residentOf(server.pid) };
    samples.push(sample);
    if (samples.length % 40 === 0) {
      const { megabytes, descriptors } = sample;
      process.stderr.write(
        `${seconds().toFixed(0)}/${end.toFixed(0)} s, ${sent} sent, ${failed} failed, ${megabytes.toFixed(1)} MB, ${descriptors} descriptors\n`,
      );
    }
  }
  await wait(2);
}
for (const since = seconds(); open > 0; await wait(10))
  if (seconds() > since + 60) throw new Error(`waited 60 s for the last ${open} answers`);
const metrics = await get('/metrics');
const counted = [...metrics.matchAll(/^numerist_requests_total\{.*?\} (\d+)$/gm)].reduce(
  (sum, [, n]) => sum + Number(n),
  0,
);
server.kill('SIGTERM');
const [code] = await within('the server to end', once(server, 'exit'), 75);
rmSync(models, { recursive: true });

const settled = samples.filter(({ second }) => second > warm);
const [first, last] = [settled[0], settled[settled.length - 1]];
const memory = slopeOf(settled.map(({ second, megabytes }) => [second / 3600, megabytes]));
const files = slopeOf(settled.map(({ second, descriptors }) => [second / 3600, descriptors]));
/** @type {readonly (readonly [text: string, passed: boolean])[]} */
const checks = [
  ['no request failed', failed === 0 && sent > 0],
  [
    `the server counts the ${sent} requests sent, and maybe the request for metrics`,
    counted === sent || counted === sent + 1,
  ],
  [`memory grows by at most ${MAX_SLOPE} MB per hour`, memory.slope - 2 * memory.error <= MAX_SLOPE],
  [
    'file descriptors do not grow',
    files.slope - 2 * files.error <= 1 && Math.abs(last.descriptors - first.descriptors) <= 40,
  ],
  ['exit code 0', code === 0],
];
console.log(
  `${sent} requests in ${warmUp} + ${minutes} minutes, ${reloads} reloads; statuses ${[...statuses].map(([status, n]) => `${status}: ${n}`).join(', ')}`,
);
console.log(
  `memory ${first.megabytes.toFixed(1)} MB to ${last.megabytes.toFixed(1)} MB, slope ${memory.slope.toFixed(2)} ± ${(2 * memory.error).toFixed(2)} MB per hour`,
);
console.log(`file descriptors ${first.descriptors} to ${last.descriptors}, slope ${files.slope.toFixed(1)} per hour`);
for (const [text, good] of checks) console.log(`${good ? 'passed' : 'FAILED'}: ${text}`);
const good = checks.filter(([, passed]) => passed).length;
console.log(`${good} passed, ${checks.length - good} failed`);
process.exitCode = good === checks.length ? 0 : 1;

/**
 * @typedef {object} MixedRequest
 * @property {string} path
 * @property {Buffer} body
 * @property {string} [type]
 * @property {number} status expected
 */

/**
 * Valid and invalid requests of every kind, with the status that each must get.
 *
 * @returns {MixedRequest[]}
 */
function makeRequests() {
  /** @param {string} name */
  const picture = (name) => readFileSync(at(`../../samples/${name}`));
  /** @param {unknown} value */
  const json = (value) => Buffer.from(JSON.stringify(value));
  const image = picture('seven-pencil.png').toString('base64');
  const tensor = { name: 'pictures', datatype: 'UINT8', shape: [1, 28, 28], data: new Array(784).fill(7) };
  const form = Buffer.concat([
    Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'),
    picture('two-photo.jpg'),
    Buffer.from('\r\n--x--\r\n'),
  ]);
  return [
    { path: '/v1/read', body: picture('seven-pencil.png'), status: 200 },
    { path: '/v1/read?model=classic', body: picture('three-small.png'), status: 200 },
    { path: '/v1/read', body: picture('two-photo.jpg'), status: 200 },
    { path: '/v1/read', body: form, type: 'multipart/form-data; boundary=x', status: 200 },
    {
      path: '/v1/read?target_error=0.01',
      body: json({ images: [image, image] }),
      type: 'application/json',
      status: 200,
    },
    { path: '/v2/models/classic/infer', body: json({ inputs: [tensor] }), type: 'application/json', status: 200 },
    { path: '/v1/read', body: picture('seven-pencil.png').subarray(0, 700), status: 422 },
    { path: '/v1/read', body: Buffer.from('{'), type: 'application/json', status: 400 },
    { path: '/v2/models/nobody/infer', body: Buffer.from('{}'), status: 404 },
  ];
}

/** @param {MixedRequest} request */
async function sendOne({ path, body, type = 'application/octet-stream', status: expected }) {
  open++;
  try {
    const { statusCode } = await exchange(
      { method: 'POST', path, headers: { 'content-type': type, 'content-length': body.length } },
      body,
    );
    statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
    if (statusCode !== expected) failed++;
  } catch (error) {
    failed++;
    process.stderr.write(`${path}: ${String(error)}\n`);
  } finally {
    open--;
  }
}

/** @param {string} path */
async function get(path) {
  return (await exchange({ method: 'GET', path })).text;
}

/**
 * @param {http.RequestOptions} options
 * @param {Buffer} [body]
 * @returns {Promise<{ statusCode: number, text: string }>}
 */
function exchange(options, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, agent, ...options });
    request.setTimeout(60_000, () => request.destroy(new Error(`waited 60 s for ${options.method} ${options.path}`)));
    request.once('error', reject);
    request.once('response', (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.once('end', () => resolve({ statusCode: response.statusCode ?? 0, text }));
      response.once('error', reject);
    });
    request.end(body);
  });
}

/** @param {number | undefined} pid */
function residentOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    // Without pages of files: the kernel drops those and reads them again at any time.
    megabytes: Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) / 1024,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
  };
}
