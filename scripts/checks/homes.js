// npm run homes [-- --only esbuild,next --keep]: installs the packed package in an empty folder and
// reads a PNG, a JPEG and a WebP there, after `npm run build` and `npm run build:site`.
//
// bundlers   esbuild, webpack, rollup, rolldown and vite, to CommonJS and to modules: the built
//            program runs in another folder, without the package
// frameworks next: a route handler and a server component, with Turbopack and with webpack, built
//            and in development
// runtimes   node 20, 22 and 24, bun and deno: read, train one epoch, serve
//
// --only takes the words above, or beginnings of the names that are printed. --keep leaves the
// folder there. Prints a line per program, with versions, and fails if one of them fails. It
// installs all of this from the registry, which takes minutes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readOptions } from '../options.js';
import { bundlers } from './homes/bundlers.js';
import { frameworks } from './homes/frameworks.js';
import { packPackage } from './homes/packPackage.js';
import { runtimes } from './homes/runtimes.js';

const { values } = readOptions(import.meta.url, {
  options: { only: { type: 'string', default: '' }, keep: { type: 'boolean', default: false } },
});
const only = values.only.split(',').filter((word) => word !== '');
const folder = mkdtempSync(join(tmpdir(), 'numerist-homes-'));
const groups = { bundlers, frameworks, runtimes };
let passed = 0;
let failed = 0;
try {
  const place = { folder, tarball: packPackage(folder) };
  for (const [group, homes] of Object.entries(groups)) {
    for (const home of homes) {
      if (only.length > 0 && !only.some((word) => word === group || home.name.startsWith(word))) continue;
      const begun = Date.now();
      try {
        const note = await home.check(place);
        passed++;
        console.log(`ok      ${home.name} (${note}), ${Math.round((Date.now() - begun) / 1000)} s`);
      } catch (error) {
        failed++;
        console.log(`FAILED  ${home.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
} finally {
  if (values.keep) console.log(`kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
