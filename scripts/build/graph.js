// npm run graph [-- --root <folder>]: prints which rooms of src/ and web/ import which, and fails,
// with one line per offence, if an import goes up (scripts/build/graph/rooms.js has the order), if
// files import each other in a circle, if a room imports a package it must do without, or if tests
// and scripts import each other.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { readOptions } from '../options.js';
import { findCircles } from './graph/findCircles.js';
import { listSources, readImports, resolveImport } from './graph/readImports.js';
import { FLOORS, arrowOffence, isKnown, mayImportPackage, roomOf } from './graph/rooms.js';

const { values } = readOptions(import.meta.url, { options: { root: { type: 'string' } } });
const root = values.root ?? fileURLToPath(new URL('../..', import.meta.url));
/** @param {readonly string[]} folders */
const sourcesIn = (...folders) =>
  listSources(
    root,
    folders.filter((folder) => existsSync(join(root, folder))),
  );

const files = new Set(sourcesIn('src', 'web'));
/** @type {string[]} */
const offences = [];
/** @type {Map<string, string[]>} */
const graph = new Map();
for (const file of files) graph.set(file, checkFile(file));
for (const circle of findCircles(graph)) offences.push(`circle of files: ${circle.join(' > ')}`);
checkApart();

for (const room of FLOORS.flat()) {
  const imported = FLOORS.flat().filter((other) => other !== room && imports(room, other));
  if (imported.length > 0) console.log(`${room} -> ${imported.join(', ')}`);
}
for (const offence of offences) console.log(`FAILED ${offence}`);
console.log(`${files.size} files, ${offences.length === 0 ? 'all arrows go down' : `${offences.length} offences`}`);
process.exitCode = offences.length === 0 ? 0 : 1;

/**
 * Notes the offences of a file, and returns the files that it imports.
 *
 * @param {string} file
 */
function checkFile(file) {
  const room = roomOf(file);
  if (!isKnown(room)) offences.push(`${file}: scripts/build/graph/rooms.js has no room ${room}`);
  if (/^src\/node\/[^/]+$/.test(file) && file !== 'src/node/index.ts') {
    offences.push(`${file}: only index.ts belongs in the root of src/node`);
  }
  /** @type {string[]} */
  const imported = [];
  for (const specifier of readImports(root, file)) {
    if (!specifier.startsWith('.')) {
      if (!mayImportPackage(room, specifier)) offences.push(`${file} imports ${specifier}: ${room} does without it`);
      continue;
    }
    const target = resolveImport(file, specifier, files);
    if (target === null) {
      offences.push(`${file} imports ${specifier}: there is no such file`);
      continue;
    }
    imported.push(target);
    const offence = isKnown(room) && isKnown(roomOf(target)) ? arrowOffence(room, roomOf(target)) : null;
    if (offence !== null) offences.push(`${file} imports ${target}: ${offence}`);
  }
  return imported;
}

/** Tests and scripts do not import each other; of the benchmark only its own tests import. */
function checkApart() {
  for (const file of sourcesIn('test', 'scripts', 'experiments', 'bench', 'examples')) {
    const [top = ''] = file.split('/');
    const isBenchTest = /^test\/package\/bench\w*\.test\.ts$/.test(file);
    for (const specifier of readImports(root, file)) {
      if (!specifier.startsWith('.')) continue;
      const [target = ''] = join(file, '..', specifier).split('/');
      const isScript = ['scripts', 'experiments'].includes(target) || (target === 'bench' && !isBenchTest);
      if (top === 'test' ? isScript : target === 'test') {
        offences.push(`${file} imports ${specifier}: tests and scripts stay apart`);
      }
    }
  }
}

/** @type {(room: string, other: string) => boolean} */
function imports(room, other) {
  for (const [file, imported] of graph) {
    if (roomOf(file) === room && imported.some((target) => roomOf(target) === other)) return true;
  }
  return false;
}
