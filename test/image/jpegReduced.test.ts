import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { ImageError } from '../../src/errors.js';
import { decodeJpegReduced } from '../../src/image/jpeg/decodeJpegReduced.js';
import type { RgbaImage } from '../../src/image/pixels.js';
import { decodeImage } from '../../src/node/pictures/decodeImage.js';
import { temporaryFolder } from '../support/datasetFixtures.js';
import { goldenPictures, worstDifference } from '../support/goldenPictures.js';
import { madeJpeg } from '../support/madeJpeg.js';

const jpegs = goldenPictures('JPEG');
const withEighth = jpegs.flatMap(({ eighth, ...jpeg }) => (eighth === null ? [] : [{ ...jpeg, eighth }]));
/** So little that the smallest picture is made. */
const NO_MEMORY = 1;

describe('decodeJpegReduced', () => {
  it.each(jpegs.filter(({ name }) => !name.includes('4:2:0')))('sees in $name what libjpeg sees', ({ bytes, seen }) => {
    expect(worstDifference(decodeJpegReduced(bytes), seen)).toBeLessThanOrEqual(3); // of rounding
  });

  it.each(withEighth)('makes of $name at an eighth what libjpeg makes', ({ name, bytes, seen, eighth }) => {
    const image = decodeJpegReduced(bytes, NO_MEMORY);
    expect([image.width, image.height, image.full]).toEqual([8, 6, { width: 61, height: 45 }]);
    // libjpeg takes more of the colours there, because they are stored at half the size.
    if (name.includes('4:2:0')) expect(Math.abs(mean(image) - mean(seen))).toBeLessThan(12);
    else expect(worstDifference({ ...image, full: eighth }, eighth)).toBeLessThanOrEqual(2);
  });

  it.each(withEighth)('makes $name as large as the memory allows, and keeps its look', ({ bytes, seen }) => {
    const sides = new Map<number, number>();
    for (let memory = 20_000; memory > 500; memory -= 500) {
      const image = decodeJpegReduced(bytes, memory);
      sides.set(image.width, mean(image));
    }
    expect([...sides.keys()]).toEqual([61, 31, 16, 8].slice(-sides.size));
    expect(sides.size).toBeGreaterThanOrEqual(3);
    for (const level of sides.values()) expect(Math.abs(level - mean(seen))).toBeLessThan(12);
  });

  it.each(jpegs)('refuses $name if it is cut off', ({ bytes }) => {
    for (const memory of [NO_MEMORY, 1e6]) {
      for (let length = 3; length < bytes.length; length += 17) {
        expect(() => decodeJpegReduced(bytes.subarray(0, length), memory), `cut to ${length}`).toThrow(ImageError);
      }
    }
  });

  it.each(jpegs)('never fails in another way, whichever byte of $name is wrong', ({ bytes }) => {
    for (let at = 2; at < bytes.length; at += 11) {
      const damaged = Uint8Array.from(bytes);
      damaged[at] ^= 1 << (at % 8);
      for (const memory of [NO_MEMORY, 1e6]) {
        try {
          const { width, height, data } = decodeJpegReduced(damaged, memory);
          expect(data).toHaveLength(4 * width * height);
        } catch (error) {
          expect(error).toBeInstanceOf(ImageError);
        }
      }
    }
  });

  it('reserves no memory for a size that the file is too short for', () => {
    const bytes = Uint8Array.from(jpegs[0].bytes);
    const frame = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc0);
    new DataView(bytes.buffer).setUint32(frame + 5, 0x2000_2000); // 8192 x 8192
    expect(() => decodeJpegReduced(bytes)).toThrow(/cut off/);
  });
});

describe('a photo of 108 megapixels', () => {
  // A one, 200 x 4000 pixels, at (6000, 2400).
  const photo = madeJpeg(1500, 1125, [{ left: 750, top: 300, width: 25, height: 500 }]);

  it('is decoded at half its size', async () => {
    const image = await decodeImage(photo);
    expect([image.width, image.height, image.full]).toEqual([6000, 4500, { width: 12_000, height: 9000 }]);
    const redAt = (x: number, y: number) => image.data[4 * (y * image.width + x)];
    expect([redAt(2999, 2000), redAt(3000, 2000), redAt(3099, 2000), redAt(3100, 2000)]).toEqual([255, 1, 1, 255]);
  });

  it('is read with less than 700 MB, and its box is in pixels of the photo', () => {
    const path = join(temporaryFolder(), 'photo.jpg');
    writeFileSync(path, photo);
    const script = `import { read } from ${JSON.stringify(new URL('../../dist/node/entry.js', import.meta.url).href)};
      const { digits } = await read(${JSON.stringify(path)}, { single: true });
      console.log(JSON.stringify({ box: digits[0].box, megabytes: process.resourceUsage().maxRSS / 1024 }));`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    const { box, megabytes } = JSON.parse(stdout) as { box: number[]; megabytes: number };
    expect(megabytes).toBeLessThan(700);
    // A pixel of the ink is 16 of the photo, and its edges are soft.
    for (const [i, side] of [6000, 2400, 200, 4000].entries()) expect(Math.abs(box[i] - side)).toBeLessThanOrEqual(48);
  });

  it('is refused by a smaller budget, with the option that raises it', async () => {
    await expect(decodeImage(photo, { maxPixels: 100e6, limitName: '--max-pixels' })).rejects.toThrow(
      'at most 100000000 pixels. Received 12000 x 9000 = 108000000. Scale it down, or raise --max-pixels.',
    );
  });
});

/** Of all colours of all pixels, 0..255. */
function mean({ data }: RgbaImage): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) if (i % 4 !== 3) sum += data[i];
  return sum / (0.75 * data.length);
}
