// What the server promises where not one input is bad but too many come, the key is wrong or the
// model is damaged (23 to 25 and 27 of the promise), against the real process over a real socket,
// with the same check of memory and of the next good request after each.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { saveModel } from '../../src/node/models/saveModel.js';
import { makeModel } from '../support/madeModel.js';
import { forgetPeak, residentMemory, serveProcess, type ServedProcess } from '../support/servedProcess.js';

const MAX_GROWTH = 150 * 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'numerist-refusals-'));
const picture = new Uint8Array(readFileSync(new URL('../../samples/seven-pencil.png', import.meta.url)));
const photo = new Uint8Array(readFileSync(new URL('../../samples/two-photo.jpg', import.meta.url)));
const KEY = { 'x-api-key': 'open sesame' };

let served: ServedProcess;
let baseline = 0;

async function start(...args: string[]): Promise<void> {
  served = await serveProcess(['--threads', '1', ...args]);
  for (const body of [picture, photo]) await (await served.post('/v1/read', body, KEY)).arrayBuffer();
  baseline = residentMemory(served.process.pid)?.now ?? 0;
  forgetPeak(served.process.pid);
}

afterEach(async () => {
  const answer = await served.post('/v1/read', picture, KEY);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ digits: [{}] });
  const memory = residentMemory(served.process.pid);
  if (memory !== null) expect(memory.peak - baseline).toBeLessThan(MAX_GROWTH);
  expect(await served.stop()).toBe(0);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** How many answers there are of each status, and all of one of them. */
async function countStatuses(answers: readonly Promise<Response>[]): Promise<Map<number, string[]>> {
  const texts = new Map<number, string[]>();
  for (const answer of await Promise.all(answers)) {
    const retry = answer.headers.get('retry-after') ?? 'none';
    const list = texts.get(answer.status) ?? [];
    texts.set(answer.status, [...list, `${await answer.text()} Retry-After: ${retry}`]);
  }
  return texts;
}

it('23: no key, a wrong key, and a thousand wrong keys', async () => {
  const keys = join(folder, 'keys.json');
  const sha256 = createHash('sha256').update(KEY['x-api-key']).digest('hex');
  writeFileSync(keys, JSON.stringify([{ name: 'app', sha256, scopes: ['read'] }]));
  await start('--keys', keys);
  const without = await served.post('/v1/read', picture);
  expect([without.status, await without.json()]).toEqual([
    401,
    { error: 'unauthorized: a key is needed, as Authorization: Bearer or X-API-Key' },
  ]);
  const wrong = await served.post('/v1/read', picture, { authorization: 'Bearer abc' });
  expect([wrong.status, await wrong.json()]).toEqual([401, { error: 'unauthorized: the key is not known' }]);

  const guesses = Array.from({ length: 1000 }, (_, i) => served.post('/v1/read', '', { 'x-api-key': `guess ${i}` }));
  const answers = await countStatuses(guesses);
  expect([...answers.keys()].sort()).toEqual([401, 429]);
  expect(new Set(answers.get(429))).toEqual(
    new Set(['{"error":"too_many_requests: more than 10 per second"} Retry-After: 1']),
  );
});

it('24: more than the queue holds', async () => {
  await start('--queue-size', '8');
  const answers = await countStatuses(Array.from({ length: 200 }, () => served.post('/v1/read', photo)));
  expect([...answers.keys()].sort()).toEqual([200, 503]);
  expect(new Set(answers.get(503))).toEqual(new Set(['{"error":"queue_full: 8 requests wait"} Retry-After: 1']));
  for (const text of answers.get(200) ?? []) expect(text).toContain('"text":"2"');
});

it('25: a deadline that expires in the queue', async () => {
  await start('--queue-timeout-ms', '100', '--queue-size', '200'); // room for all of them
  const answers = await countStatuses(Array.from({ length: 200 }, () => served.post('/v1/read', photo)));
  expect([...answers.keys()].sort()).toEqual([200, 504]);
  expect(answers.get(504)?.[0]).toMatch(/^{"error":"deadline_passed: waited longer than 100 ms, not begun"}/);
});

it('25: clients that disconnect', async () => {
  await start();
  const head = `POST /v1/read HTTP/1.1\r\nHost: x\r\nContent-Length: ${photo.length}\r\n\r\n`;
  const sockets = Array.from({ length: 100 }, () => connect(served.port, '127.0.0.1'));
  for (const socket of sockets) {
    socket.on('error', () => undefined);
    socket.write(head);
    socket.write(photo);
  }
  const metrics = async (): Promise<string> => (await fetch(`${served.url}/metrics`)).text();
  await expect.poll(metrics, { timeout: 20_000 }).toMatch(/numerist_queue_depth [1-9]/);
  for (const socket of sockets) socket.destroy();
  await expect.poll(metrics, { timeout: 20_000 }).toMatch(/numerist_queue_depth 0\n/);
  await expect.poll(metrics, { timeout: 20_000 }).toMatch(/numerist_requests_total\{route="\/v1\/read",code="499"\}/);
});

describe('27: a reload of a model that is', () => {
  const weights = (model: string): string => join(model, 'model.safetensors');
  it.each<[string, (model: string) => void, RegExp]>([
    [
      'cut off',
      (model) => {
        truncateSync(weights(model), 5000);
      },
      /safetensors|model file/,
    ],
    [
      'NaN',
      (model) => {
        change(weights(model), (bytes) => bytes.fill(0xff, bytes.length - 8));
      },
      /must be finite/,
    ],
    [
      'of another shape',
      (model) => {
        change(join(model, 'config.json'), (bytes) =>
          Buffer.from(bytes.toString().replace('"units": 64', '"units": 32')),
        );
      },
      /shape/,
    ],
    [
      'not JSON',
      (model) => {
        writeFileSync(join(model, 'config.json'), '{');
      },
      /must be JSON/,
    ],
  ])('%s', async (name, damage, reason) => {
    const model = join(folder, `model ${name}`.replaceAll(' ', '-'));
    saveModel(model, makeModel());
    await start('--model', model);
    const before: unknown = await (await served.post('/v1/read', picture)).json();
    damage(model);
    served.process.kill('SIGHUP');
    await expect.poll(served.log, { timeout: 20_000 }).toContain('"refused":[{');
    expect(served.log()).toMatch(reason);
    expect(await (await served.post('/v1/read', picture)).json()).toEqual(before);
  });
});

function change(path: string, to: (bytes: Buffer) => Buffer): void {
  writeFileSync(path, to(readFileSync(path)));
}
