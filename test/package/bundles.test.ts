import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';

import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../support/datasetFixtures.js';

// `npm run homes` does this with other bundlers, with Next.js and with other runtimes.

const PICTURES = ['samples/eight-big.png', 'samples/two-photo.jpg', 'scripts/checks/homes/seven.webp'].map((path) =>
  resolve(path),
);
const READ = `import { read } from '${resolve('dist/node/entry.js')}';
export const texts = async (sources) => (await Promise.all(sources.map((source) => read(source)))).map(({ text }) => text);
`;

/** One file, with all that `code` imports, in a folder without this package. */
async function bundle(code: string, format: 'cjs' | 'esm'): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'program.js'), code);
  const made = await rolldown({
    input: join(folder, 'program.js'),
    platform: 'node',
    // Rolldown replaces it in CommonJS. Other bundlers leave nothing there.
    ...(format === 'cjs' ? { transform: { define: { 'import.meta.url': 'undefined' } } } : {}),
    onLog: () => undefined,
  });
  const file = join(folder, `bundle.${format === 'cjs' ? 'cjs' : 'mjs'}`);
  await made.write({ file, format, codeSplitting: false });
  await made.close();
  return file;
}

function run(file: string): unknown {
  return JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' }));
}

describe.each(['cjs', 'esm'] as const)('numerist/node in one file (%s)', (format) => {
  it('reads a PNG, a JPEG and a WebP without the package', async () => {
    const call = `texts(${JSON.stringify(PICTURES)}).then((found) => console.log(JSON.stringify(found)));`;
    expect(run(await bundle(`${READ}${call}`, format))).toEqual(['8', '2', '7']);
  });

  it('says what to do where threads cannot start', async () => {
    const code = `import { startThreads } from '${resolve('dist/node/entry.js')}';
const ask = async () => [(await startThreads(1)).threads, await startThreads(2).catch((error) => error.message)];
ask().then((found) => console.log(JSON.stringify(found)));`;
    const [one, message] = run(await bundle(code, format)) as [number, string];
    expect(one).toBe(1);
    expect(message).toMatch(/^numerist: threads cannot start, .* Name 'numerist' among the external packages/);
  });
});

// As Jest's environment of jsdom does it, which has a page's globals, but no TextDecoder: what
// Node's modules return is of another realm than all that the program makes.
describe('numerist/node in a vm context', () => {
  it('reads what is of either realm', async () => {
    const file = await bundle(READ, 'cjs');
    const module = { exports: {} as { texts: (sources: readonly unknown[]) => Promise<string[]> } };
    const globals = { require: createRequire(file), module, exports: module.exports };
    const { process, Buffer, URL } = globalThis;
    const context = createContext({ ...globals, process, Buffer, URL });
    runInContext(readFileSync(file, 'utf8'), context);
    const theirs = runInContext('(bytes) => Uint8Array.from(bytes)', context) as (bytes: Uint8Array) => Uint8Array;
    const [png, jpeg, webp] = PICTURES.map((path) => readFileSync(path));
    expect(theirs(png)).not.toBeInstanceOf(Uint8Array);
    const sources = [...PICTURES, png, jpeg, webp, theirs(png), theirs(jpeg), theirs(webp), new Blob([png])];
    expect(await module.exports.texts(sources)).toEqual(['8', '2', '7', '8', '2', '7', '8', '2', '7', '8']);
    await expect(module.exports.texts([Uint8Array.of(1, 2, 3)])).rejects.toMatchObject({ name: 'ImageError' });
    const missing = module.exports.texts([join(resolve('samples'), 'none.png')]);
    await expect(missing).rejects.toMatchObject({
      message: expect.stringMatching(/no such file or folder \(ENOENT\)/) as string,
    });
  });
});
