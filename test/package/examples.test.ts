import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import * as library from '../../src/index.js';
import { encodePng, temporaryFolder } from '../support/datasetFixtures.js';

const hasModel = existsSync('models/standard/model.safetensors');
if (!hasModel) console.log('skipped: the examples need the model in models/standard');

/** What `node examples/<name>` prints. */
function runExample(name: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join('examples', name), ...args], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

describe.skipIf(!hasModel)('the examples', () => {
  it('read a file in readFile.js', () => {
    const path = join(temporaryFolder(), 'stroke.png');
    const pixels = new Uint8Array(28 * 28);
    for (let y = 5; y < 23; y++) pixels.fill(255, y * 28 + 13, y * 28 + 16);
    writeFileSync(path, encodePng(pixels));
    expect(runExample('readFile.js', path)).toMatch(/stroke\.png: 1 \(\d+\.\d %\)\n$/);
  });

  it('read pixels in readPixels.js', () => {
    expect(runExample('readPixels.js')).toMatch(/^1 at 46, 20, 8, 80, or \d or \d\n$/);
  });
});

it('imports only names that the library exports in readInPage.html', () => {
  const page = readFileSync('examples/readInPage.html', 'utf8');
  const [, names, path] = /import \{ (.+) \} from '(.+)'/.exec(page) ?? [];
  expect(path).toBe('../dist/index.js');
  for (const name of names.split(', ')) expect(library).toHaveProperty(name);
});
