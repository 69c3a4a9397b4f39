import { readdirSync, readFileSync } from 'node:fs';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Reading } from '../../src/digits/reading.js';
import { read } from '../../src/node/index.js';
import { hasChromium, launchChromium, openPage } from './chromium.js';
import { goldenPictures, worstDifference } from '../support/goldenPictures.js';
import { madeJpeg } from '../support/madeJpeg.js';
import type { Decoded } from './decodeInPage.js';
import type { ServeOptions } from './serveRepository.js';
import type { Trained } from './trainClassic.js';
import type { Outcome } from './vitestInPage.js';

if (!hasChromium) console.log('no /usr/bin/chromium: skipping what needs a browser.');

let browser: Browser;
beforeAll(async () => {
  if (hasChromium) browser = await launchChromium();
});
afterAll(async () => {
  if (hasChromium) await browser.close();
});

type Page = Awaited<ReturnType<typeof openPage>>;

/**
 * Runs a test on its own page, and fails if the page complained or sent a request to another host.
 */
async function onPage<Value>(
  options: ServeOptions & { complaints?: RegExp },
  run: (page: Page) => Promise<Value>,
): Promise<Value> {
  const page = await openPage(browser, options);
  try {
    const value = await run(page);
    const allowed = options.complaints ?? /^$/;
    expect(page.complaints.filter((text) => !allowed.test(text))).toEqual([]);
    expect(page.violations).toEqual([]);
    expect(page.requests.filter((url) => !url.startsWith(`${page.origin}/`))).toEqual([]);
    expect(page.requests).toContain(`${page.origin}/page.html`);
    return value;
  } finally {
    await page.close();
  }
}

describe.skipIf(!hasChromium)('read() in Chromium', () => {
  const names = readdirSync('samples');
  const call = { module: 'readSamples.js', name: 'readSamples', argument: names };

  it.each(['call', 'callInWorker'] as const)('gives what Node gives for every sample (%s)', async (where) => {
    const readings = await onPage({ isolated: false }, (page) => page[where]<Reading[]>(call));
    for (const [i, name] of names.entries()) {
      const expected = await read(readFileSync(`samples/${name}`));
      if (name.endsWith('.png')) expect(readings[i], name).toEqual(expected);
      else {
        // JPEG decoders differ by a level or two.
        expect(readings[i].text, name).toBe(expected.text);
        expect(Math.abs(readings[i].confidence - expected.confidence), name).toBeLessThan(0.02);
      }
    }
    const texts = new Map(names.map((name, i) => [name, `${readings[i].status} ${readings[i].text}`]));
    expect(texts.get('blank.png')).toBe('no ink ');
    expect(texts.get('two-alpha.png')).toBe('read 2');
    expect(texts.get('number-724.png')).toBe('read 724');
    expect(texts.get('seven-photo.jpg')).toBe('read 7');
  });
});

describe.skipIf(!hasChromium)('read() of what a frame brings', () => {
  it.each(['eight-big.png', 'two-photo.jpg'])('reads %s in all its classes', async (name) => {
    const call = { module: 'readFromFrame.js', name: 'readFromFrame', argument: name };
    const texts = await onPage({ isolated: false }, (page) => page.call<Record<string, string>>(call));
    const text = name === 'eight-big.png' ? '8' : '2';
    const kinds = ['bytes', 'buffer', 'view', 'blob', 'file', 'pixels', 'response'];
    expect(texts).toEqual(Object.fromEntries(kinds.map((kind) => [kind, text])));
  });
});

describe.skipIf(!hasChromium)('picture formats in Chromium', () => {
  const decode = (pictures: readonly Uint8Array[]) =>
    onPage({ isolated: false }, (page) =>
      page.call<(Decoded | string)[]>({
        module: 'decodeInPage.js',
        name: 'decodeInPage',
        argument: pictures.map((bytes) => Buffer.from(bytes).toString('base64')),
      }),
    );

  it('are seen as in Node', async () => {
    const pictures = goldenPictures();
    const decoded = await decode(pictures.map(({ bytes }) => bytes));
    for (const [i, { name, seen }] of pictures.entries()) {
      const result = decoded[i];
      if (typeof result === 'string') throw new Error(`${name}: ${result}`);
      const image = { width: result.width, height: result.height, data: Buffer.from(result.rgba, 'base64') };
      // A canvas has no colours under full transparency, and rounds those under half of it. Colours
      // at half the size are smoothed by each decoder in its own way.
      const limit = name.startsWith('JPEG') ? 40 : name.includes('alpha') || name.includes('animated') ? 130 : 1;
      expect([image.width, image.height], name).toEqual([seen.width, seen.height]);
      expect(worstDifference(image, seen), name).toBeLessThanOrEqual(limit);
    }
  });

  it('that it does not know are refused with what to do', async () => {
    const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
    const [refused, damaged] = await decode([heic, Buffer.from('GIF89a')]);
    expect(refused).toMatch(/^ImageError: picture must be a PNG, .* Received a HEIC: convert it/);
    expect(damaged).toBe('ImageError: GIF: the file must be intact. Received one that the browser cannot decode.');
  });

  it('a photo of 108 megapixels is decoded at half its size', async () => {
    const [photo] = await decode([madeJpeg(1500, 1125, [{ left: 1, top: 0, width: 2, height: 2 }])]);
    expect(photo).toMatchObject({ width: 6000, height: 4500, full: { width: 12_000, height: 9000 } });
    if (typeof photo === 'string') return;
    const row = Buffer.from(photo.rgba, 'base64').filter((_, i) => i % 4 === 0);
    expect([row[3], row[4], row[11], row[12]]).toEqual([255, 1, 1, 255]);
  });
});

// exactBits.test.ts requires the same of every Node, on one, two and four threads.
const golden = JSON.parse(readFileSync('test/golden/exact-200-steps.json', 'utf8')) as { sha256: string; loss: number };

describe.skipIf(!hasChromium)('training in Chromium', () => {
  const call = (wanted: number) => ({ module: 'trainInPage.js', name: 'trainInPage', argument: wanted });
  it.each([
    { wanted: 1, threads: 1, isolated: true, where: 'callInWorker' },
    { wanted: 2, threads: 2, isolated: true, where: 'callInWorker' },
    { wanted: 4, threads: 4, isolated: true, where: 'callInWorker' },
    { wanted: 4, threads: 1, isolated: false, where: 'callInWorker' },
    { wanted: 4, threads: 1, isolated: true, where: 'call' },
  ] as const)(
    'gives the weights of Node with $wanted threads requested ($threads used), isolated $isolated, $where',
    async (row) => {
      const { isolated, where, wanted, threads } = row;
      const trained = await onPage({ isolated }, (page) => page[where]<Trained>(call(wanted)));
      expect({ threads: trained.threads, hash: trained.hash, loss: trained.loss }).toEqual({
        threads,
        hash: golden.sha256,
        loss: golden.loss,
      });
    },
  );

  it('continues on one thread if no worker can start', async () => {
    const options = { isolated: true, missing: '/src/browser/engineWorker.js', complaints: /404/ };
    const trained = await onPage(options, (page) => page.callInWorker<Trained>(call(2)));
    expect([trained.threads, trained.hash]).toEqual([1, golden.sha256]);
  });
});

describe.skipIf(!hasChromium)('kernels in Chromium', () => {
  it.each(['exact', 'relaxed'])('%s passes the case suite', async (variant) => {
    const call = { module: 'kernelsInPage.js', name: 'testKernels', argument: variant };
    const outcome = await onPage({ isolated: false }, (page) => page.call<Outcome & { problem: string | null }>(call));
    expect(outcome.failures).toEqual([]);
    expect(outcome.passed).toBeGreaterThan(250);
    expect(outcome.problem).toBeNull();
  });
});
