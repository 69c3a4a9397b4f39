import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { createClient } from '../src/client/index.js';
import { bytesOf, tagOf } from '../src/image/bytesOf.js';
import { createRecognizer as createBrowserRecognizer } from '../src/index.js';
import { loadModel, read } from '../src/node/index.js';
import { decodePngSync } from '../src/node/pictures/decodePngSync.js';

// Every context has classes of its own, as pages, frames and test environments have. `instanceof`
// calls nothing of the following what it is.
const PATH = 'samples/eight-big.png';
const png = readFileSync(PATH);
const pixels = decodePngSync(png);

/** What `code` gives in another realm, with `bytes` of that realm. */
function elsewhere(code: string, bytes: Uint8Array = png): unknown {
  return runInNewContext(`const bytes = Uint8Array.from(given); (${code})`, { given: [...bytes] });
}

const SOURCES: Readonly<Record<string, unknown>> = {
  Uint8Array: elsewhere('bytes'),
  'a part of a buffer': elsewhere('Uint8Array.from([1, 2, ...bytes, 3]).subarray(2, -1)'),
  Uint8ClampedArray: elsewhere('new Uint8ClampedArray(bytes)'),
  Int8Array: elsewhere('new Int8Array(bytes.buffer)'),
  DataView: elsewhere('new DataView(bytes.buffer)'),
  ArrayBuffer: elsewhere('bytes.buffer'),
  SharedArrayBuffer: elsewhere(
    '(() => { const b = new SharedArrayBuffer(bytes.length); new Uint8Array(b).set(bytes); return b; })()',
  ),
  'a view of shared memory': elsewhere(
    '(() => { const a = new Uint8Array(new SharedArrayBuffer(bytes.length)); a.set(bytes); return a; })()',
  ),
  Blob: elsewhere(
    "({ get [Symbol.toStringTag]() { return 'Blob'; }, arrayBuffer: async () => bytes.buffer, size: bytes.length })",
  ),
  'this Blob': new Blob([png]),
  'this File': new File([png], 'eight.png'),
  'this DataView': new DataView(png.buffer, png.byteOffset, png.byteLength),
};

describe('read() of another realm', () => {
  it.each(Object.entries(SOURCES))('takes %s', async (_, source) => {
    expect((await read(source as ArrayBuffer)).text).toBe('8');
    expect(await bytesOf(source)).toEqual(new Uint8Array(png));
  });

  it('takes a URL', async () => {
    const { href, protocol, pathname } = pathToFileURL(PATH);
    const url = { href, protocol, pathname, hostname: '', host: '', search: '', hash: '', [Symbol.toStringTag]: 'URL' };
    expect((await read(url as unknown as URL)).text).toBe('8');
  });

  it('takes what a worker sends, shared memory too', async () => {
    const code = `const { parentPort, workerData } = require('node:worker_threads');
const shared = new Uint8Array(new SharedArrayBuffer(workerData.length));
shared.set(workerData);
parentPort.postMessage([workerData, workerData.buffer, shared, shared.buffer]);`;
    const worker = new Worker(code, { eval: true, workerData: new Uint8Array(png) });
    const [sources] = (await once(worker, 'message')) as [readonly Uint8Array[]];
    expect(sources.map(tagOf)).toEqual(['Uint8Array', 'ArrayBuffer', 'Uint8Array', 'SharedArrayBuffer']);
    const texts = await Promise.all(sources.map(async (source) => (await read(source)).text));
    expect(texts).toEqual(['8', '8', '8', '8']);
    await worker.terminate();
  });

  it('keeps what it read, whatever becomes of the shared memory', async () => {
    const shared = new SharedArrayBuffer(4);
    const bytes = await bytesOf(shared);
    new Uint8Array(shared).fill(9);
    expect(bytes).toEqual(new Uint8Array(4));
  });

  it.each([
    ['Uint8ClampedArray', 'Uint8ClampedArray'],
    ['Uint8Array', 'Uint8Array'],
  ])('takes pixels in a %s', async (_, type) => {
    const data = elsewhere(`new ${type}(bytes)`, Uint8Array.from(pixels.data)) as Uint8ClampedArray;
    const image = { width: pixels.width, height: pixels.height, data };
    expect((await read(image)).text).toBe('8');
    const recognizer = createBrowserRecognizer(loadModel('models/standard'));
    expect(recognizer.readPixels(image)).toEqual(recognizer.readPixels(pixels));
  });

  it('names what it cannot take', async () => {
    for (const [value, tag] of [
      [elsewhere('[...bytes]'), 'Array'],
      [elsewhere('new Map()'), 'Map'],
      [undefined, 'Undefined'],
      [{ arrayBuffer: () => Promise.resolve('text') }, 'Object'],
    ] as const) {
      await expect(read(value as never)).rejects.toThrow(
        new RegExp(`^read: image must be .* Received \\[object ${tag}\\]\\.$`),
      );
    }
    const data = elsewhere('new Float32Array(4)') as Uint8Array;
    await expect(read({ width: 1, height: 1, data })).rejects.toThrow(
      /must be a Uint8Array or .* Received \[object Float32Array/,
    );
  });
});

describe('a Blob without arrayBuffer(), as older jsdom has it', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  const blob = { [Symbol.toStringTag]: 'Blob' } as unknown as Blob;

  it('is read by the FileReader of the page', async () => {
    class FileReader {
      result: unknown = null;
      onloadend = (): void => undefined;
      readAsArrayBuffer(asked: unknown): void {
        this.result = asked === blob ? Uint8Array.from(png).buffer : null;
        setTimeout(() => {
          this.onloadend();
        });
      }
    }
    vi.stubGlobal('FileReader', FileReader);
    expect((await read(blob)).text).toBe('8');
  });

  it('is refused where there is none', async () => {
    await expect(read(blob)).rejects.toThrow(/Received \[object Blob\]\.$/);
  });
});

describe('the client', () => {
  it('sends what is of another realm', async () => {
    const sent: Uint8Array[] = [];
    const fetched: typeof fetch = async (_input, init) => {
      const body = init?.body;
      const bodies = body instanceof FormData ? [...body.values()] : [body];
      for (const body of bodies) sent.push(new Uint8Array(await (body as Blob).arrayBuffer()));
      return Response.json({ readings: [] });
    };
    const client = createClient('http://example.test', { fetch: fetched });
    const sources = Object.values(SOURCES) as ArrayBuffer[];
    for (const source of sources) await client.read(source);
    await client.readMany(sources);
    expect(sent).toEqual(Array(2 * sources.length).fill(new Uint8Array(png)));
    await expect(client.read('eight.png' as never)).rejects.toThrow(
      /^read: picture must be bytes or a Blob\. Received \[object String\]\.$/,
    );
  });
});
