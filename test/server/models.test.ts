import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServers, type Servers } from '../../dist/server/createServer.js';
import { saveModel } from '../../src/node/models/saveModel.js';
import { makeModel } from '../support/madeModel.js';
import { waitUntil } from '../support/waitUntil.js';

const folder = mkdtempSync(join(tmpdir(), 'numerist-models-'));
const picture = readFileSync(new URL('../../samples/seven-pencil.png', import.meta.url));
let servers: Servers;
const reload = () => servers.context.store.reload();
const confidence = async (query = ''): Promise<number> => {
  const answer = await servers.server.inject({ method: 'POST', url: `/v1/read${query}`, payload: picture });
  expect(answer.statusCode).toBe(200);
  return answer.json<{ digits: { confidence: number }[] }>().digits[0].confidence;
};

beforeAll(async () => {
  saveModel(join(folder, 'made/1'), makeModel({}, 1));
  cpSync(new URL('../../models/classic', import.meta.url), join(folder, 'classic'), { recursive: true });
  servers = createServers({ threads: 2, model: folder, defaultModel: 'made' });
  await servers.server.ready();
});

afterAll(async () => {
  await servers.server.close();
  rmSync(folder, { recursive: true });
});

it('answers with the newest version, and with each by its number', async () => {
  const first = await confidence();
  saveModel(join(folder, 'made/2'), makeModel({}, 2));
  saveModel(join(folder, 'made/10'), makeModel({}, 3));
  expect(await reload()).toEqual({
    loaded: ['made/10', 'made/2'],
    unchanged: ['classic/1', 'made/1'],
    removed: [],
    refused: [],
  });
  const metadata = await servers.server.inject('/v2/models/made');
  expect(metadata.json()).toMatchObject({ versions: ['1', '2', '10'] });
  expect(await confidence()).toBe(await confidence('?version=10'));
  expect(await confidence()).not.toBe(first);
  expect(await confidence('?version=1')).toBe(first);
  expect((await servers.server.inject('/v2/models/made/versions/3')).statusCode).toBe(404);
});

it('takes a model that has changed in its place, and forgets one that is gone', async () => {
  const before = await confidence('?model=made&version=2');
  saveModel(join(folder, 'made/2'), makeModel({}, 4));
  rmSync(join(folder, 'made/10'), { recursive: true });
  expect(await reload()).toMatchObject({ loaded: ['made/2'], removed: ['made/10'], refused: [] });
  expect(await confidence('?version=2')).not.toBe(before);
});

const weights = join(folder, 'made/1/model.safetensors');
const config = join(folder, 'made/1/config.json');
it.each<[string, () => void, RegExp]>([
  [
    'is cut off',
    () => {
      truncateSync(weights, 5000);
    },
    /safetensors|model file/,
  ],
  [
    'holds NaN',
    () => {
      spoil(weights, (bytes) => bytes.fill(0xff, bytes.length - 8));
    },
    /every value must be finite/,
  ],
  [
    'is of another shape',
    () => {
      spoil(config, (bytes) => replace(bytes, '"units": 64', '"units": 32'));
    },
    /shape/,
  ],
  [
    'has no config',
    () => {
      rmSync(config);
    },
    /config\.json/,
  ],
  [
    'is no JSON',
    () => {
      writeFileSync(config, '{');
    },
    /must be JSON/,
  ],
  [
    'is empty',
    () => {
      writeFileSync(weights, '');
    },
    /model file/,
  ],
])('refuses a model that %s, with the reason, and the old one serves', async (_, damage, reason) => {
  saveModel(join(folder, 'made/1'), makeModel({}, 1));
  await reload();
  const before = await confidence('?version=1');
  damage();
  const { refused, loaded } = await reload();
  expect(loaded).toEqual([]);
  expect(refused).toEqual([{ model: 'made/1', reason: expect.stringMatching(reason) as string }]);
  expect(await confidence('?version=1')).toBe(before);
});

it('answers every request while it reloads', async () => {
  let failed = 0;
  let answered = 0;
  let running = true;
  const clients = Array.from({ length: 4 }, async () => {
    while (running) {
      const answer = await servers.server.inject({ method: 'POST', url: '/v1/read?version=2', payload: picture });
      if (answer.statusCode === 200) answered++;
      else failed++;
    }
  });
  try {
    for (let seed = 20; seed < 26; seed++) {
      saveModel(join(folder, 'made/2'), makeModel({}, seed));
      expect((await reload()).loaded).toContain('made/2');
    }
    await waitUntil('more than ten answers', () => answered + failed > 10);
  } finally {
    running = false;
  }
  await Promise.all(clients);
  expect(failed).toBe(0);
  expect(answered).toBeGreaterThan(10);
});

it('refuses to start with a model that is damaged, or without the default one', async () => {
  writeFileSync(config, '{');
  const damaged = createServers({ threads: 1, model: folder });
  await expect(damaged.server.ready()).rejects.toThrow(/cannot load made\/1: .*must be JSON/);
  await damaged.server.close();
  const missing = createServers({ threads: 1, defaultModel: 'nobody' });
  await expect(missing.server.ready()).rejects.toThrow(/unknown_model: .*there are: classic, small, standard/);
  await missing.server.close();
});

it('keeps what it has where the folder is gone', async () => {
  rmSync(folder, { recursive: true });
  const { refused } = await reload();
  expect(refused).toEqual([{ model: '*', reason: expect.stringContaining('cannot read') as string }]);
  await confidence('?version=2');
  saveModel(join(folder, 'made/1'), makeModel({}, 1));
});

function spoil(path: string, change: (bytes: Buffer) => Buffer): void {
  writeFileSync(path, change(readFileSync(path)));
}

function replace(bytes: Buffer, from: string, to: string): Buffer {
  const text = bytes.toString();
  expect(text).toContain(from);
  return Buffer.from(text.replace(from, to));
}
