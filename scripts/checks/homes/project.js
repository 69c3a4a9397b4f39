import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { runIn } from './runIn.js';

/**
 * @typedef {object} Place where programs are built
 * @property {string} folder an empty one
 * @property {string} tarball of the package
 *
 * @typedef {object} Home something that the package is to work in
 * @property {string} name
 * @property {(place: Place) => string | Promise<string>} check throws if it fails; returns what to
 *   print: versions
 */

/** A PNG, a JPEG and a WebP (lossless, two colours). */
export const PICTURES = ['samples/eight-big.png', 'samples/two-photo.jpg', 'scripts/checks/homes/seven.webp'].map(
  (path) => resolve(path),
);
/** The digits in them. */
export const DIGITS = ['8', '2', '7'];
const ANSWER = JSON.stringify(DIGITS);

/**
 * A folder `name` with files, the package and `packages` of the registry, each installed once.
 *
 * @param {Place} place
 * @param {string} name
 * @param {{ readonly packages?: readonly string[], readonly files: Readonly<Record<string, string>> }} content
 */
export function makeProject({ folder, tarball }, name, { packages = [], files }) {
  const project = join(folder, name);
  mkdirSync(project, { recursive: true });
  const manifest = join(project, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, JSON.stringify({ name: 'home', private: true, type: 'module' }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  const missing = packages.filter(
    (wanted) => !existsSync(join(project, 'node_modules', wanted.replace(/@npm:.*/, ''))),
  );
  if (missing.length > 0 || !existsSync(join(project, 'node_modules/numerist'))) {
    runIn(project, ['npm', 'install', '--no-audit', '--no-fund', '--no-package-lock', tarball, ...missing]);
  }
  return project;
}

/**
 * Name and version of installed packages.
 *
 * @param {string} project
 * @param {readonly string[]} packages
 */
export function versionsOf(project, packages) {
  return packages
    .map(
      (name) =>
        `${name} ${JSON.parse(readFileSync(join(project, 'node_modules', name, 'package.json'), 'utf8')).version}`,
    )
    .join(', ');
}

/**
 * Throws Error unless a program printed what is in the pictures.
 *
 * @param {string} printed
 */
export function checkAnswer(printed) {
  if (printed.trim().split('\n').at(-1) === ANSWER) return;
  throw new Error(`the program must print ${ANSWER}. It printed:\n${printed}`);
}
