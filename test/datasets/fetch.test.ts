import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { CatalogueEntry } from '../../src/datasets/catalogue.js';
import { DatasetError } from '../../src/errors.js';
import { fetchDataset, type FetchedDataset, type FetchOptions } from '../../src/node/datasets/fetchDataset.js';
import { encodeZip, temporaryFolder } from '../support/datasetFixtures.js';
import { within } from '../support/waitUntil.js';

const folder = temporaryFolder();
const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> 5);
const sha256 = createHash('sha256').update(bytes).digest('hex');

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let server: Server;
let url: string;
let answers: Answer[];
let ranges: (string | undefined)[];
let cacheFolder: string;
let made = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    (answers.shift() ?? whole)(request, response);
  });
  server.listen(0, '127.0.0.1');
  await within('a server that listens', once(server, 'listening'));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answers = [];
  ranges = [];
  cacheFolder = join(folder, `${made++}`);
});

/** A server that knows ranges. */
const whole: Answer = (request, response) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  const range = { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': bytes.length - start, ...(start > 0 ? range : {}) });
  response.end(bytes.subarray(start));
};
const cutAfter =
  (count: number): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, count), () => setTimeout(() => response.destroy(), 20));
  };
const status =
  (code: number): Answer =>
  (_, response) => {
    response.writeHead(code).end('no');
  };

const entryOf = (
  change: Partial<CatalogueEntry['files'][number]> = {},
  more: Partial<CatalogueEntry> = {},
): CatalogueEntry => ({
  ...{ name: 'tiny', title: 'Tiny', images: 1, licence: 'none', homepage: url, note: '' },
  files: [{ name: 'tiny.bin', url: `${url}/tiny.bin`, bytes: bytes.length, sha256, ...change }],
  ...more,
});
const fetchTiny = (entry = entryOf(), options: FetchOptions = {}): Promise<FetchedDataset> =>
  fetchDataset(entry, { cacheFolder, pauseMs: 1, timeoutMs: 2000, ...options });
const here = (): string => join(cacheFolder, 'datasets', 'tiny');
const leavePart = (content: Uint8Array): void => {
  mkdirSync(here(), { recursive: true });
  writeFileSync(join(here(), 'tiny.bin.part'), content);
};
const expectWhole = (): void => {
  expect(readdirSync(here())).toEqual(['tiny.bin']);
  expect(readFileSync(join(here(), 'tiny.bin')).equals(bytes)).toBe(true);
};

describe('fetchDataset', () => {
  it('fetches, checks, and is done the second time', async () => {
    const progress: number[] = [];
    const fetched = await fetchTiny(entryOf(), {
      onProgress: ({ received, total }) => progress.push(received, total ?? -1),
    });
    expect(fetched).toEqual({
      path: join(here(), 'tiny.bin'),
      present: false,
      files: [{ name: 'tiny.bin', sha256, checked: 'publisher' }],
    });
    expectWhole();
    expect(progress.slice(-2)).toEqual([bytes.length, bytes.length]);
    expect((await fetchTiny()).present).toBe(true);
    expect(ranges).toEqual([undefined]);
  });

  it('goes on by itself where the connection breaks', async () => {
    answers = [cutAfter(100_000), status(503), whole];
    await fetchTiny();
    expectWhole();
    expect(ranges).toHaveLength(3);
    expect(ranges[0]).toBeUndefined();
    expect(ranges[2]).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it('goes on where an earlier run ended', async () => {
    leavePart(bytes.subarray(0, 1234));
    await fetchTiny();
    expectWhole();
    expect(ranges).toEqual(['bytes=1234-']);
  });

  it('takes a part that is whole already, whether or not its size is known', async () => {
    leavePart(bytes);
    await fetchTiny();
    expectWhole();
    expect(ranges).toEqual([]);
    cacheFolder = join(folder, `${made++}`);
    leavePart(bytes);
    await fetchTiny(entryOf({ bytes: null }));
    expectWhole();
    expect(ranges).toEqual([`bytes=${bytes.length}-`]);
  });

  it('begins anew where the server knows no ranges, or the part is longer than the file', async () => {
    leavePart(bytes.subarray(0, 5000));
    answers = [(_, response) => response.writeHead(200, { 'content-length': bytes.length }).end(bytes)];
    await fetchTiny();
    expectWhole();
    expect(ranges).toEqual(['bytes=5000-']);
    cacheFolder = join(folder, `${made++}`);
    leavePart(new Uint8Array(bytes.length + 1));
    await fetchTiny(entryOf({ bytes: null }));
    expectWhole();
    cacheFolder = join(folder, `${made++}`);
    leavePart(new Uint8Array(bytes.length + 1));
    await fetchTiny();
    expectWhole();
  });

  it('follows redirects', async () => {
    answers = [(_, response) => response.writeHead(302, { location: '/elsewhere' }).end(), whole];
    await fetchTiny();
    expectWhole();
  });

  it('uses a mirror', async () => {
    await fetchTiny(entryOf({ url: 'http://127.0.0.1:1/tiny.bin' }), { baseUrl: `${url}/mirror/` });
    expectWhole();
  });

  it('refuses and removes what has another checksum', async () => {
    const fetching = fetchTiny(entryOf({ sha256: 'f'.repeat(64) }));
    await expect(fetching).rejects.toThrow(DatasetError);
    await expect(fetching).rejects.toThrow(`must be ${'f'.repeat(64)}. Received ${sha256}`);
    expect(readdirSync(here())).toEqual([]);
  });

  it('refuses what has another size, before it comes', async () => {
    await expect(fetchTiny(entryOf({ bytes: 5 }))).rejects.toThrow(/must have 5 bytes. The server offers 300000/);
    expect(existsSync(join(here(), 'tiny.bin'))).toBe(false);
  });

  it('says what it could not check', async () => {
    expect((await fetchTiny(entryOf({ sha256: null, bytes: null }))).files[0].checked).toBe('not');
    cacheFolder = join(folder, `${made++}`);
    expect((await fetchTiny(entryOf({ sha256: null, copySha256: sha256 }))).files[0].checked).toBe('copy');
  });

  it('gives up at once where the server refuses', async () => {
    answers = [status(404)];
    await expect(fetchTiny()).rejects.toThrow(/cannot fetch http.*tiny\.bin: the server answered 404 Not Found/);
    expect(ranges).toHaveLength(1);
    expect(readdirSync(here())).toEqual([]);
  });

  it('gives up after some attempts, and keeps what came', async () => {
    answers = [cutAfter(50_000), status(500), status(500), status(500), status(500)];
    await expect(fetchTiny()).rejects.toThrow(/500 Internal Server Error, 4 times; the \d+ bytes that came are kept/);
    expect(readdirSync(here())).toEqual(['tiny.bin.part']);
    await fetchTiny();
    expectWhole();
  });

  it('gives up on a server that is not there', async () => {
    await expect(fetchTiny(entryOf({ url: 'http://127.0.0.1:1/x' }))).rejects.toThrow(
      /cannot fetch http:\/\/127\.0\.0\.1:1\/x/,
    );
  });

  it('takes silence for a broken connection', async () => {
    const silent: Answer = (_, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 10));
    };
    answers = [silent, () => undefined, whole];
    await fetchTiny(entryOf(), { timeoutMs: 100 });
    expectWhole();
    expect(ranges).toEqual([undefined, 'bytes=10-', 'bytes=10-']);
  });

  it('is patient with a slow server', async () => {
    answers = [
      (_, response) => {
        response.writeHead(200, { 'content-length': bytes.length });
        let sent = 0;
        const timer = setInterval(() => {
          response.write(bytes.subarray(sent, (sent += 50_000)));
          if (sent >= bytes.length) clearInterval(timer);
        }, 100);
      },
    ];
    await fetchTiny(entryOf(), { timeoutMs: 400 });
    expectWhole();
    expect(ranges).toEqual([undefined]);
  });

  it('stops by its signal', async () => {
    const stop = new AbortController();
    answers = [cutAfter(1000)];
    const onProgress = (): void => {
      stop.abort(new Error('stopped by the test'));
    };
    await expect(fetchTiny(entryOf(), { signal: stop.signal, onProgress })).rejects.toThrow('stopped by the test');
  });

  it('says where it cannot write', async () => {
    writeFileSync(cacheFolder, '');
    await expect(fetchTiny()).rejects.toThrow(/cannot make the folder .*tiny/);
  });

  it('names the data sets there are', async () => {
    await expect(fetchDataset('nope', { cacheFolder })).rejects.toThrow(
      /one of mnist, emnist, jc-digits. Received "nope"/,
    );
  });
});

describe('data sets in a zip', () => {
  const zipOf = (names: readonly string[]): Uint8Array =>
    encodeZip(Object.fromEntries(names.map((name) => [name, Buffer.from(name)])), { deflate: true });
  const inZip = (zip: Uint8Array, unpack: readonly string[]): CatalogueEntry => {
    answers = [(_, response) => response.writeHead(200, { 'content-length': zip.length }).end(zip)];
    return entryOf({ name: 'tiny.zip', bytes: zip.length, sha256: null }, { unpack });
  };

  it('are unpacked, and the zip dropped', async () => {
    const fetched = await fetchTiny(inZip(zipOf(['gzip/a', 'gzip/b', 'gzip/c']), ['gzip/a', 'gzip/c']));
    expect(fetched.path).toBe(here());
    expect(readdirSync(here())).toEqual(['a', 'c']);
    expect(readFileSync(join(here(), 'c'), 'utf8')).toBe('gzip/c');
    expect((await fetchTiny(inZip(zipOf([]), ['gzip/a', 'gzip/c']))).present).toBe(true);
  });

  it('are refused where an entry is missing or the zip is none', async () => {
    await expect(fetchTiny(inZip(zipOf(['gzip/a']), ['gzip/a', 'gzip/c']))).rejects.toThrow(/must hold gzip\/c/);
    cacheFolder = join(folder, `${made++}`);
    await expect(fetchTiny(inZip(Buffer.from('not a zip'), ['gzip/a']))).rejects.toThrow(/cannot unpack/);
  });
});
