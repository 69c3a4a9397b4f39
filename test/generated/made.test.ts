import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { afterwards } from '../../src/generated/made/afterwards.js';
import { addJpegNoise } from '../../src/generated/made/jpegNoise.js';
import { makeView, type View } from '../../src/generated/made/makeView.js';
import { PAPER_DOMAINS, type PaperDomain } from '../../src/generated/made/scene.js';
import { drawScene, scenes } from '../../src/generated/made/scenes.js';
import type { ViewPlan, ViewSources } from '../../src/generated/made/viewPlan.js';
import { cosine, sine } from '../../src/generated/paper/angles.js';
import { paintPaper } from '../../src/generated/paper/paintPaper.js';
import type { RgbaImage } from '../../src/image/pixels.js';
import { decodeJpeg } from '../../src/node/pictures/decodeJpeg.js';
import { createRandom } from '../../src/random.js';
import { mnistTraining } from '../support/mnistPictures.js';

const people = mnistTraining(300);
const plan: ViewPlan = {
  count: 40,
  pipeline: 'normalised',
  seed: 5,
  domain: 'any',
  forms: 0,
  formSet: 'training',
  fonts: 0,
  notDigits: 0,
  foundOnly: true,
};

function viewsOf(changes: Partial<ViewPlan>, sources: ViewSources = { people }): View[] {
  return Array.from({ length: changes.count ?? plan.count }, (_, i) => makeView({ ...plan, ...changes }, sources, i));
}

describe('pictures on made paper', () => {
  it('are the same for the same seed', () => {
    const mixed = { forms: 0.3, notDigits: 0.2, count: 12 };
    expect(viewsOf(mixed)).toEqual(viewsOf(mixed));
    expect(viewsOf({ ...mixed, seed: 6 })).not.toEqual(viewsOf(mixed));
  });

  it.each(PAPER_DOMAINS)('of the domain %s show their digit', (domain) => {
    for (const { input, label } of viewsOf({ domain })) {
      expect(input).toHaveLength(784);
      expect(label).toBeLessThan(10);
      const ink = input.reduce((sum, value) => sum + value, 0) / 255;
      expect(ink).toBeGreaterThan(8);
    }
  });

  it('take their shapes from the people that are given, and from the forms and fonts in their shares', () => {
    const onlyThrees = {
      inputs: people.inputs.slice(7 * 784, 8 * 784),
      labels: people.labels.slice(7, 8),
    };
    expect(onlyThrees.labels[0]).toBe(3);
    const bar = new Uint8Array(72 * 72);
    for (let y = 20; y < 60; y++) bar.fill(255, 72 * y + 34, 72 * y + 39);
    const fonts = { inputs: bar, labels: Uint8Array.of(1), side: 72 };
    const count = (views: View[], label: number): number => views.filter((view) => view.label === label).length;
    expect(count(viewsOf({}, { people: onlyThrees }), 3)).toBe(40);
    expect(count(viewsOf({ fonts: 1 }, { people: onlyThrees, fonts }), 1)).toBe(40);
    const drawn = viewsOf({ forms: 1, count: 60 }, { people: onlyThrees });
    expect(new Set(drawn.map(({ label }) => label)).size).toBe(10);
    const mixed = viewsOf({ notDigits: 0.3, count: 200 }, { people: onlyThrees });
    expect(Math.abs(count(mixed, 10) - 60)).toBeLessThan(20);
    expect(count(mixed, 3) + count(mixed, 10)).toBe(200);
  });

  it('for measuring keep pictures in which something else was found, and say so', () => {
    const found = viewsOf({ domain: 'cells', count: 120 });
    const all = viewsOf({ domain: 'cells', count: 120, foundOnly: false });
    expect(found.every(({ isFound }) => isFound)).toBe(true);
    const missed = all.filter(({ isFound }) => !isFound).length;
    expect(missed).toBeGreaterThan(0);
    expect(missed).toBeLessThan(20);
    // Where the digit was found at once, it is the same picture.
    all.forEach((view, i) => {
      if (view.isFound) expect(view).toEqual(found[i]);
    });
  });

  it('take a digit as it is if nothing is ever found', () => {
    const blank = { inputs: new Uint8Array(784), labels: Uint8Array.of(4) };
    const [view] = viewsOf({ count: 1 }, { people: blank });
    expect(view.label).toBe(4);
    expect(view.input.every((value) => value === 0)).toBe(true);
  });
});

describe('scenes', () => {
  it('paint the same bytes on every machine', () => {
    const hash = createHash('sha256');
    scenes.forEach(({ paperFor }, i) => {
      for (let n = 0; n < 6; n++) {
        const stamp = { width: 28, height: 28, data: people.inputs.slice(784 * n, 784 * (n + 1)) };
        const paper = paperFor(stamp, createRandom(3, i, n), () => stamp);
        hash.update(afterwards(paintPaper(stamp, paper), paper).data);
      }
    });
    expect(hash.digest('hex').slice(0, 16)).toBe('4500e678f7c62b23');
  });

  it('are drawn in the shares of their domains', () => {
    const random = createRandom(1);
    const counts = new Map<PaperDomain, number>();
    for (let n = 0; n < 4000; n++) {
      const { domain } = drawScene(random, 'any');
      counts.set(domain, (counts.get(domain) ?? 0) + 1);
    }
    const shares = PAPER_DOMAINS.map((domain) => (counts.get(domain) ?? 0) / 4000);
    [0.15, 0.32, 0.2, 0.25, 0.08].forEach((share, i) => {
      expect(Math.abs(shares[i] - share)).toBeLessThan(0.025);
    });
  });

  it.each(scenes.map((scene) => [scene.name, scene] as const))('%s paints narrow and wide shapes', (_, scene) => {
    for (const [width, height] of [
      [3, 20],
      [20, 20],
      [20, 9],
    ]) {
      for (let n = 0; n < 12; n++) {
        const stamp = { width, height, data: new Uint8Array(width * height).fill(255) };
        const paper = scene.paperFor(stamp, createRandom(9, n), () => stamp);
        const picture = paintPaper(stamp, paper);
        expect(picture.data).toHaveLength(4 * paper.width * paper.height);
        expect(Math.max(picture.width, picture.height)).toBeLessThanOrEqual(256);
      }
    }
  });
});

describe('addJpegNoise', () => {
  it('errs about as a JPEG does', async () => {
    const require = createRequire(import.meta.url);
    const encoder = (await import(require.resolve('@jsquash/jpeg/encode.js'))) as {
      default: (image: RgbaImage, options: object) => Promise<ArrayBuffer>;
      init: (module: WebAssembly.Module) => Promise<void>;
    };
    const wasm = readFileSync(require.resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'));
    await encoder.init(new WebAssembly.Module(wasm));
    const stamp = { width: 28, height: 28, data: people.inputs.slice(0, 784) };
    const paper = {
      width: 61,
      height: 50,
      left: 10,
      top: 5,
      size: 40,
      paper: [230, 230, 230],
      ink: [40, 40, 40],
    } as const;
    const original = paintPaper(stamp, paper);
    for (const quality of [75, 50, 20]) {
      const real = await decodeJpeg(
        new Uint8Array(await encoder.default(original, { quality, quant_table: 0, trellis_multipass: false })),
      );
      const made = { ...original, data: original.data.slice() };
      addJpegNoise(made, quality);
      const far = (a: RgbaImage, b: RgbaImage): number =>
        Math.sqrt(Array.from(a.data).reduce((sum, value, i) => sum + (value - b.data[i]) ** 2, 0) / a.data.length);
      const loss = far(real, original);
      expect(loss).toBeGreaterThan(0.5);
      expect(far(made, original) / loss).toBeGreaterThan(0.6);
      expect(far(made, original) / loss).toBeLessThan(1.6);
      // What is quantised already stays.
      const twice = { ...original, data: made.data.slice() };
      addJpegNoise(twice, quality);
      expect(far(twice, made)).toBeLessThan(0.35 * loss);
    }
  });

  it('leaves an even picture as it is', () => {
    const even = { width: 9, height: 9, data: new Uint8Array(324).fill(136) };
    addJpegNoise(even, 75);
    expect(even.data.every((value) => value === 136)).toBe(true);
  });
});

it('cosine and sine are those of Math', () => {
  for (let angle = -9; angle < 9; angle += 0.037) {
    expect(Math.abs(cosine(angle) - Math.cos(angle))).toBeLessThan(1e-14);
    expect(Math.abs(sine(angle) - Math.sin(angle))).toBeLessThan(1e-14);
  }
});
