import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import typescript from 'typescript';
import { describe, expect, it } from 'vitest';

import * as client from '../../src/client/index.js';
import * as browser from '../../src/index.js';
import * as node from '../../src/node/index.js';
import * as server from '../../src/server/index.js';
import * as train from '../../src/train.js';

const BOTH = [
  'ImageError',
  'ModelFileError',
  'availableThreads',
  'createRecognizer',
  'loadRecognizer',
  'parseModel',
  'read',
  'startThreads',
];
const TRAIN = [
  'adamDefaults',
  'architectures',
  'chooseRows',
  'classic',
  'createRandom',
  'createTrainer',
  'evaluate',
  'generateInputs',
  'learningRate',
  'mcnemar',
  'mixGenerated',
  'rankLabelErrors',
  'readCheckpoint',
  'renderReport',
  'joinCrew',
  'sgdDefaults',
  'shapesOf',
  'splitStratified',
  'wilsonInterval',
  'writeCheckpoint',
];

describe('the entries of the package', () => {
  it.each([
    ['numerist', browser, BOTH],
    ['numerist/train', train, TRAIN],
    ['numerist/node', node, [...BOTH, 'DatasetError', 'loadModel', 'openDataset', 'saveModel']],
    ['numerist/server', server, ['createServer']],
    ['numerist/client', client, ['ServerError', 'createClient']],
  ])('%s exports the listed names and no others', (_, entry, names) => {
    expect(Object.keys(entry).sort()).toEqual([...names].sort());
  });

  it('are those that package.json names', () => {
    const { exports } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      exports: Record<string, unknown>;
    };
    expect(Object.keys(exports)).toEqual([
      '.',
      './train',
      './node',
      './server',
      './client',
      './models/*',
      './package.json',
    ]);
  });

  it.each(['index.js', 'train.js', 'client/index.js'])('%s imports neither Node nor another package', (entry) => {
    const { seen, foreign } = importedBy(entry);
    expect(foreign).toEqual([]);
    expect(seen.length).toBeGreaterThan(1);
  });
});

describe('what is loaded at once', () => {
  it('numerist leaves the decoders of pictures and what only training needs for later', () => {
    const { seen } = importedBy('index.js', importsAtOnce);
    const names = seen.map((url) => url.slice(url.lastIndexOf('/dist/') + '/dist/'.length));
    expect(names).toContain('recognizer.js');
    const later =
      /^(browser\/(decode|startWorker)|image\/(png|jpeg|tiff|decode|parse|unpack)|training\/)|wasm\/(batchNorm|optimisers)/i;
    expect(names.filter((name) => later.test(name))).toEqual([]);
  });

  it('the command is one file, apart from its errors and what Node has', () => {
    const { seen } = importedBy('cli/bin.js', importsAtOnce);
    const names = seen.map((url) => url.slice(url.lastIndexOf('/') + 1));
    expect(names.sort()).toEqual(['bin.js', 'errors.js', 'findingsError.js', 'interrupt.js', 'usageError.js']);
  });
});

/**
 * The files of the build that an entry imports, directly or not, and what they import from
 * elsewhere.
 */
function importedBy(entry: string, importsOf = allImports): { seen: readonly string[]; foreign: readonly string[] } {
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
  return { seen: [...seen], foreign };
}

/** Those of import and export declarations, without those of calls. */
function importsAtOnce(code: string): string[] {
  const { statements } = typescript.createSourceFile('a.js', code, typescript.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    if (!typescript.isImportDeclaration(statement) && !typescript.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    return moduleSpecifier !== undefined && typescript.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : [];
  });
}

function allImports(code: string): string[] {
  return typescript.preProcessFile(code).importedFiles.map(({ fileName }) => fileName);
}
