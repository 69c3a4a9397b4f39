// npm run soak [-- --minutes 30 --rate 200 --warm-up 10]: mixed load on `numerist serve` with a reload every 10 s. Fails where a request
// fails, where resident memory grows after the minutes of warm-up by more than 1 MB an hour (the slope of a straight line, less two standard
// errors), or where file descriptors do. With --leak a server that keeps 4 KiB of every request stands in: that must fail. Linux.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { loadModel, saveModel } from '../../dist/node/index.js';
import { slopeOf } from './soak/slopeOf.js';
import { within } from './within.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    rate: { type: 'string', default: '200' },
    'warm-up': { type: 'string', default: '10' },
    'reload-seconds': { type: 'string', default: '10' },
    leak: { type: 'boolean', default: false },
  },
});
const [minutes, rate, reloadSeconds, warmUp] = [
  values.minutes,
  values.rate,
  values['reload-seconds'],
  values['warm-up'],
].map(Number);
/** MB an hour. */
const MAX_SLOPE = 1;
/**
 * The heaps and the allocator's pools grow to their size with the number of collections, not with time: at 200 requests a second that took
 * 15 minutes. The first half of the warm-up has four times the load, the second half that of the time after it.
 */
const WARM_UP_LOAD = 4;

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
// Without what it listens on, or where it does not end, nothing goes on: the server goes too.
process.once('exit', () => server.kill('SIGKILL'));
const [line] = await within('the server to listen', once(createInterface(server.stdout), 'line'), 90);
const port = Number(/:(\d+)\//.exec(line)[1]);
const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });

const requests = makeRequests();
const statuses = new Map();
let failed = 0;
let sent = 0;
let open = 0;
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
  // What could not be sent in time is not made up for: bursts would show as memory.
  nextRequest = Math.max(nextRequest, seconds() - 0.1);
  if (seconds() >= nextReload) {
    nextReload += reloadSeconds;
    // Each time another model: the same weights with another date, so that nothing is found unchanged.
    saveModel(join(models, 'classic/1'), {
      ...spare,
      config: { ...spare.config, created: new Date(Date.now() + reloads).toISOString() },
    });
    server.kill('SIGHUP');
    reloads++;
  }
  if (seconds() >= nextSample) {
    nextSample += Math.max(0.5, end / 400);
    samples.push({ second: seconds(), ...residentOf(server.pid) });
    if (samples.length % 40 === 0) {
      const { megabytes, descriptors } = samples.at(-1);
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
const memory = slopeOf(settled.map(({ second, megabytes }) => [second / 3600, megabytes]));
const files = slopeOf(settled.map(({ second, descriptors }) => [second / 3600, descriptors]));
const checks = [
  ['no request failed', failed === 0 && sent > 0],
  [`the server counts what was sent, ${sent}, and the metrics' own request`, counted === sent || counted === sent + 1],
  [`memory grows by at most ${MAX_SLOPE} MB an hour`, memory.slope - 2 * memory.error <= MAX_SLOPE],
  [
    'file descriptors do not grow',
    files.slope - 2 * files.error <= 1 && Math.abs(settled.at(-1).descriptors - settled[0].descriptors) <= 40,
  ],
  ['exit code 0', code === 0],
];
console.log(
  `${sent} requests in ${warmUp} + ${minutes} minutes, ${reloads} reloads; statuses ${[...statuses].map(([status, n]) => `${status}: ${n}`).join(', ')}`,
);
console.log(
  `memory ${settled[0].megabytes.toFixed(1)} MB to ${settled.at(-1).megabytes.toFixed(1)} MB, slope ${memory.slope.toFixed(2)} ± ${(2 * memory.error).toFixed(2)} MB an hour`,
);
console.log(
  `file descriptors ${settled[0].descriptors} to ${settled.at(-1).descriptors}, slope ${files.slope.toFixed(1)} an hour`,
);
for (const [text, good] of checks) console.log(`${good ? 'passed' : 'FAILED'}: ${text}`);
const good = checks.filter(([, passed]) => passed).length;
console.log(`${good} passed, ${checks.length - good} failed`);
process.exitCode = good === checks.length ? 0 : 1;

/** Good and bad requests of every kind, with the status that each must have. */
function makeRequests() {
  const picture = (name) => readFileSync(at(`../samples/${name}`));
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
    process.stderr.write(`${path}: ${error.message}\n`);
  } finally {
    open--;
  }
}

async function get(path) {
  return (await exchange({ method: 'GET', path })).text;
}

function exchange(options, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, agent, ...options });
    request.setTimeout(60_000, () => request.destroy(new Error(`waited 60 s for ${options.method} ${options.path}`)));
    request.once('error', reject);
    request.once('response', (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.once('end', () => resolve({ statusCode: response.statusCode, text }));
      response.once('error', reject);
    });
    request.end(body);
  });
}

function residentOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    // Without pages of files, which the kernel takes back and reads again as it likes.
    megabytes: Number(/RssAnon:\s+(\d+)/.exec(status)[1]) / 1024,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
  };
}
