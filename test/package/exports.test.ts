import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import typescript from 'typescript';
import { expect, test } from 'vitest';

import * as browser from '../../src/index.js';
import * as node from '../../src/node/index.js';

test('numerist exports these names', () => {
  expect(Object.keys(browser).sort()).toEqual([
    ...['ImageError', 'ModelFileError', 'availableThreads', 'createRecognizer', 'loadRecognizer', 'parseModel', 'read'],
    'startThreads',
  ]);
});

test('numerist/node exports the same names and these', () => {
  expect(Object.keys(node)).toEqual(expect.arrayContaining(Object.keys(browser)));
  expect(
    Object.keys(node)
      .filter((name) => !(name in browser))
      .sort(),
  ).toEqual([...['DatasetError', 'loadModel', 'openDataset', 'saveModel']]);
});

test.each(['index.js', 'train.js'])('nothing that %s imports needs Node or another package', (entry) => {
  const seen = new Set<string>();
  const foreign: string[] = [];
  const queue = [new URL(`../../dist/${entry}`, import.meta.url).href];
  for (let url = queue.pop(); url !== undefined; url = queue.pop()) {
    if (seen.has(url)) continue;
    seen.add(url);
    for (const specifier of importsOf(readFileSync(fileURLToPath(url), 'utf8'))) {
      if (specifier.startsWith('.')) queue.push(new URL(specifier, url).href);
      else foreign.push(`${url}: ${specifier}`);
    }
  }
  expect(foreign).toEqual([]);
  expect([...seen].some((url) => url.endsWith('/network/network.js'))).toBe(true);
});

function importsOf(code: string): string[] {
  return typescript.preProcessFile(code).importedFiles.map(({ fileName }) => fileName);
}
