import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { extractInk } from '../../src/ink/extractInk.js';
import { pipelines } from '../../src/ink/pipelines.js';
import { decodeImage } from '../../src/node/pictures/decodeImage.js';

describe('the sample pictures', () => {
  it.each(readdirSync('samples'))('include %s, which is small and has ink, unless it is blank', async (file) => {
    const bytes = readFileSync(`samples/${file}`);
    expect(bytes.length).toBeLessThan(20_000);
    const input = pipelines.normalised.run(extractInk(await decodeImage(bytes)));
    if (file.startsWith('blank')) expect(input).toBeNull();
    else expect(input?.filter((value) => value >= 128).length).toBeGreaterThan(20);
  });
});
