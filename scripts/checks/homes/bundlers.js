import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { checkAnswer, makeProject, PICTURES, versionsOf } from './project.js';
import { runIn } from './runIn.js';

const APP = `import { read } from 'numerist/node';
async function main() {
  const readings = await Promise.all(process.argv.slice(2).map((path) => read(path)));
  console.log(JSON.stringify(readings.map(({ text }) => text)));
}
main();
`;
/** @param {boolean} isModule */
const webpackConfig = (isModule) => `export default {
  mode: 'production', target: 'node', entry: './app.js', devtool: false,
  ${isModule ? 'experiments: { outputModule: true },' : ''}
  output: { path: import.meta.dirname + '/out', filename: '${isModule ? 'app.mjs' : 'app.cjs'}',
    chunkFilename: '[name].${isModule ? 'mjs' : 'cjs'}', ${isModule ? 'module: true' : ''} },
};
`;
/** @param {string} format */
const rollupConfig = (format) => `import { nodeResolve } from '@rollup/plugin-node-resolve';
import commonjs from '@rollup/plugin-commonjs';
export default {
  input: 'app.js',
  plugins: [nodeResolve({ preferBuiltins: true }), commonjs()],
  output: { dir: 'out', format: '${format}', entryFileNames: 'app.${format}', chunkFileNames: '[name].${format}' },
};
`;
const FILES = {
  'app.js': APP,
  'webpack-cjs.js': webpackConfig(false),
  'webpack-esm.js': webpackConfig(true),
  'rollup-cjs.js': rollupConfig('cjs'),
  'rollup-esm.js': rollupConfig('mjs').replace("format: 'mjs'", "format: 'es'"),
  'vite-bundled.js': `export default { ssr: { noExternal: true }, build: { ssr: 'app.js', outDir: 'out' } };\n`,
};
const ROLLUP = ['rollup', '@rollup/plugin-node-resolve', '@rollup/plugin-commonjs'];

/** @type {readonly { readonly name: string, readonly packages: readonly string[], readonly command: string }[]} */
const builds = [
  {
    name: 'esbuild cjs',
    packages: ['esbuild'],
    command: 'esbuild app.js --bundle --platform=node --outfile=out/app.cjs',
  },
  {
    name: 'esbuild esm',
    packages: ['esbuild'],
    command: 'esbuild app.js --bundle --platform=node --format=esm --outfile=out/app.mjs',
  },
  {
    name: 'esbuild esm split',
    packages: ['esbuild'],
    command: 'esbuild app.js --bundle --platform=node --format=esm --splitting --outdir=out --out-extension:.js=.mjs',
  },
  { name: 'webpack cjs', packages: ['webpack', 'webpack-cli'], command: 'webpack --config webpack-cjs.js' },
  { name: 'webpack esm', packages: ['webpack', 'webpack-cli'], command: 'webpack --config webpack-esm.js' },
  { name: 'rollup cjs', packages: ROLLUP, command: 'rollup --config rollup-cjs.js' },
  { name: 'rollup esm', packages: ROLLUP, command: 'rollup --config rollup-esm.js' },
  {
    name: 'rolldown cjs',
    packages: ['rolldown'],
    command: 'rolldown app.js --platform node --format cjs --dir out --entry-file-names app.cjs',
  },
  {
    name: 'rolldown esm',
    packages: ['rolldown'],
    command: 'rolldown app.js --platform node --format esm --dir out --entry-file-names app.mjs',
  },
  { name: 'vite ssr bundled', packages: ['vite'], command: 'vite build --config vite-bundled.js' },
  { name: 'vite ssr', packages: ['vite'], command: 'vite build --ssr app.js --outDir out' },
];

/**
 * Every bundler builds the same program. What it wrote runs in another folder: only `vite ssr`,
 * which leaves packages out of what it builds, needs the package beside it.
 *
 * @type {readonly import('./project.js').Home[]}
 */
export const bundlers = builds.map(({ name, packages, command }) => ({
  name,
  check(place) {
    const project = makeProject(place, 'bundlers', { packages, files: FILES });
    const out = join(project, 'out');
    rmSync(out, { recursive: true, force: true });
    runIn(project, ['npx', '--no-install', ...command.split(' ')]);
    const moved = name === 'vite ssr' ? out : join(place.folder, 'moved', name.replaceAll(' ', '-'));
    if (moved !== out) cpSync(out, moved, { recursive: true });
    const program = ['app.cjs', 'app.mjs', 'app.js'].find((file) => existsSync(join(moved, file)));
    if (program === undefined) throw new Error(`${command} must write app.js, .mjs or .cjs to out/.`);
    checkAnswer(runIn(moved, [process.execPath, program, ...PICTURES]));
    return versionsOf(project, packages);
  },
}));
