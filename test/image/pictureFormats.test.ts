import { describe, expect, it } from 'vitest';

import { ImageError } from '../../src/errors.js';
import { placeOnCanvas } from '../../src/image/placeOnCanvas.js';
import { decodeImage } from '../../src/node/pictures/decodeImage.js';
import { goldenPictures, worstDifference } from '../support/goldenPictures.js';

// MozJPEG smooths colours that are stored at half the size, and our own decoder does not.
const all = goldenPictures().filter(({ name }) => !name.startsWith('JPEG') || name.includes('CMYK'));
const others = all.filter(({ name }) => !name.startsWith('JPEG') && !name.startsWith('PNG'));

describe('placeOnCanvas', () => {
  it.each([
    [1, 1, [0, 0, 0, 0, 1, 2, 0, 3, 4]],
    [2, 1, [0, 0, 0, 0, 0, 1, 0, 0, 3]],
    [0, 2, [0, 0, 0, 0, 0, 0, 1, 2, 0]],
    [0, 9, [0, 0, 0, 0, 0, 0, 0, 0, 0]],
    [9, 9, [0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ])('shows of a frame at (%i, %i) what is on the canvas', (left, top, alphas) => {
    const data = Uint8Array.from({ length: 16 }, (_, i) => (i % 4 === 3 ? (i + 1) / 4 : 200));
    const shown = placeOnCanvas({ width: 2, height: 2, data }, { width: 3, height: 3, left, top });
    expect([shown.width, shown.height]).toEqual([3, 3]);
    expect(Array.from(shown.data).filter((_, i) => i % 4 === 3)).toEqual(alphas);
  });
});

describe('decodeImage', () => {
  it.each(all)('sees in $name what Pillow sees', async ({ name, bytes, seen }) => {
    const limit = name.startsWith('JPEG') ? 2 : 1; // rounding
    expect(worstDifference(await decodeImage(bytes), seen)).toBeLessThanOrEqual(limit);
  });

  it.each(others)('checks the pixel budget of $name', async ({ bytes, seen: { width, height } }) => {
    const most = width * height;
    expect((await decodeImage(bytes, { maxPixels: most })).data).toHaveLength(4 * most);
    const refused = decodeImage(bytes, { maxPixels: most - 1, limitName: '--max-pixels' });
    await expect(refused).rejects.toThrow(`at most ${most - 1} pixels. Received`);
    await expect(refused).rejects.toThrow('Scale it down, or raise --max-pixels.');
  });

  it.each(others)('refuses $name if it is cut off, and has no other trouble with it', async ({ name, bytes }) => {
    for (let length = 16; length < bytes.length; length += 1 + (bytes.length >> 5)) {
      const image = await decodeImage(bytes.subarray(0, length)).catch((error: unknown) => error);
      if (!(image instanceof Error)) continue; // what is cut off were no pixels
      expect(image, `${name} cut to ${length}`).toBeInstanceOf(ImageError);
    }
    await expect(decodeImage(bytes.subarray(0, bytes.length >> 2))).rejects.toThrow(ImageError);
  });

  it.each(others)('never fails in another way, whichever byte of $name is wrong', async ({ bytes }) => {
    for (let at = 2; at < bytes.length; at += 1 + (bytes.length >> 6)) {
      const damaged = Uint8Array.from(bytes);
      damaged[at] ^= 1 << (at % 8);
      const result = await decodeImage(damaged).catch((error: unknown) => error);
      if (result instanceof Error) expect(result).toBeInstanceOf(ImageError);
    }
  });
});
