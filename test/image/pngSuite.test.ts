import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ImageError } from '../../src/errors.js';
import { decodePngSync } from '../../src/node/pictures/decodePngSync.js';

// PngSuite by Willem van Schaik. The reference pixels [height * width * 4] come from another
// decoder: 0..255, or 0..65535 if the file has 16 bits per sample. See the README next to them.
const SUITE = '../shared/data/pngsuite';

/** What the error for each damaged file must say. */
const DAMAGED: Readonly<Record<string, RegExp | undefined>> = {
  xs1n0g01: /signature must be .* Received 09 50 4e 47/,
  xs2n0g01: /signature must be .* Received 89 51 4e 47/,
  xs4n0g01: /signature must be .* Received 89 50 4e 67/,
  xs7n0g01: /signature must be .* Received 89 50 4e 47 0d 0a 20 0a/,
  xcrn0g04: /signature must be .* Received 89 50 4e 47 0d 0d 1a 0d/,
  xlfn0g04: /signature must be .* Received 89 50 4e 47 0a 0a 1a 0a/,
  xc1n0g08: /colour type must be one of 0, 2, 3, 4, 6. Received 1/,
  xc9n2c08: /colour type must be one of 0, 2, 3, 4, 6. Received 9/,
  xd0n2c08: /bit depth of colour type 2 must be one of 8, 16. Received 0/,
  xd3n2c08: /bit depth of colour type 2 must be one of 8, 16. Received 3/,
  xd9n2c08: /bit depth of colour type 2 must be one of 8, 16. Received 99/,
  xcsn0g01: /CRC of IDAT must be/,
  xhdn0g08: /CRC of IHDR must be/,
  xdtn0g01: /there must be an IDAT chunk/,
};

const names = existsSync(SUITE) ? readdirSync(`${SUITE}/png`).map((file) => file.replace(/\.png$/, '')) : [];
if (names.length === 0) console.log(`skipped: PngSuite is not at ${SUITE}`);

describe.skipIf(names.length === 0)('decodePng on PngSuite', () => {
  it('has all of its files', () => {
    expect(names).toHaveLength(175);
    expect(names.filter((name) => name.startsWith('x')).sort()).toEqual(Object.keys(DAMAGED).sort());
  });

  it.each(names)('%s', (name) => {
    const bytes = readFileSync(`${SUITE}/png/${name}.png`);
    const damage = DAMAGED[name];
    if (damage !== undefined) {
      expect(() => decodePngSync(bytes)).toThrow(ImageError);
      expect(() => decodePngSync(bytes)).toThrow(damage);
      return;
    }
    const image = decodePngSync(bytes);
    expect([image.width, image.height]).toEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]);
    expect(Array.from(image.data)).toEqual(referencePixels(name, bytes[24]));
  });

  // The 8-bit references of the other decoder drop the low byte of colours but scale grays, so they
  // differ slightly.
  it.each(names.filter((name) => existsSync(`${SUITE}/json/${name}_to8.json`)))(
    '%s is within 1 of its 8-bit reference',
    (name) => {
      const { data } = decodePngSync(readFileSync(`${SUITE}/png/${name}.png`));
      const reference = JSON.parse(readFileSync(`${SUITE}/json/${name}_to8.json`, 'utf8')) as number[];
      expect(data).toHaveLength(reference.length);
      expect(Math.max(...reference.map((value, i) => Math.abs(value - data[i])))).toBeLessThanOrEqual(1);
    },
  );
});

/** Rounds 16-bit references to the nearest 8-bit value, as this decoder's documentation says. */
function referencePixels(name: string, bitDepth: number): number[] {
  const pixels = JSON.parse(readFileSync(`${SUITE}/json/${name}.json`, 'utf8')) as number[];
  return bitDepth < 16 ? pixels : pixels.map((sample) => Math.round(sample / 257));
}
