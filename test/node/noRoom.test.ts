import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createMemory } from '../../src/kernels/wasm/createMemory.js';
import { createRecognizer, loadModel } from '../../src/node/index.js';
import { makeFolder } from '../../src/node/files/makeFolder.js';
import { chooseVariant } from '../../src/node/threads/chooseVariant.js';
import { temporaryFolder } from '../support/datasetFixtures.js';
import { writeMadeIdx } from '../support/madeIdx.js';
import { runCommand } from '../support/runCommand.js';

const folder = temporaryFolder();
const readOnly = join(folder, 'read-only');
mkdirSync(readOnly);
const mounted = mountReadOnly();
afterAll(() => {
  if (mounted) execFileSync('umount', [readOnly]);
});

function mountReadOnly(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=64k', 'tmpfs', readOnly], { stdio: 'pipe' });
    return true;
  } catch {
    console.log('skipped: this user may not mount a read-only disk');
    return false;
  }
}

describe.skipIf(!mounted)('a read-only disk', () => {
  let data: string;
  beforeAll(() => {
    data = writeMadeIdx(join(folder, 'data'), 40, 10);
    vi.stubEnv('NUMERIST_CACHE', join(readOnly, 'cache'));
  });
  afterEach(() => vi.stubEnv('TMPDIR', undefined));
  afterAll(() => {
    vi.unstubAllEnvs();
  });
  const train = ['train', '--arch', 'small', '--epochs', '1', '--threads', '1', '--engine', 'exact', '--data'];

  it('is named where a run is to be written, with another place', async () => {
    const { code, stderr } = await runCommand([...train, data, '--runs', join(readOnly, 'a', 'runs')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/cannot use the cache folder .*: the disk is read-only \(EROFS\)\. .* set NUMERIST_CACHE/);
    expect(stderr).toMatch(/numerist: cannot make the run folder .* the disk is read-only \(EROFS\)\. --runs names/);
  });

  it('stops a data set only if there is no temporary folder either', async () => {
    const runs = join(folder, 'runs');
    expect((await runCommand([...train, data, '--runs', runs])).code).toBe(0);
    vi.stubEnv('TMPDIR', readOnly);
    const { code, stderr } = await runCommand([...train, data, '--runs', runs]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /numerist: cannot make a folder in .*: the disk is read-only \(EROFS\)\. Set NUMERIST_CACHE or TMPDIR to a folder/,
    );
  });

  it.each([
    ['data', 'fetch', 'mnist'],
    ['evaluate', '--data', '<data>', '--threads', '1', '--report', join(readOnly, 'a', 'report')],
    ['export', 'models/small', join(readOnly, 'a', 'model')],
    ['read', 'samples/eight-big.png', '--explain', join(readOnly, 'a', 'steps')],
  ])('is named by %s', async (...args) => {
    const { code, stderr } = await runCommand(args.map((arg) => arg.replace('<data>', data)));
    expect(code).toBe(1);
    expect(stderr).toMatch(/the disk is read-only \(EROFS\)/);
  });
});

describe('makeFolder', () => {
  it('makes folders in folders, and again', () => {
    const deep = join(folder, 'a', 'b', 'c');
    makeFolder(deep);
    makeFolder(deep);
    expect(existsSync(deep)).toBe(true);
  });

  it('throws what the system says', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => {
      makeFolder(join(folder, 'file', 'b'));
    }).toThrow(/ENOTDIR/);
    if (mounted)
      expect(() => {
        makeFolder(join(readOnly, 'a', 'b'));
      }).toThrow(/EROFS/);
  });
});

describe('WebAssembly memory that the system does not give', () => {
  afterEach(() => vi.restoreAllMocks());
  const refuse = (): void => {
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(() => {
      throw new RangeError('WebAssembly.Memory(): could not allocate memory');
    });
  };

  it('is said with how much and what to do', () => {
    refuse();
    expect(() => createMemory(100, 128)).toThrow(
      'the network needs 7 MB of WebAssembly memory, which the system does not give. ' +
        'A batch smaller than 128 needs less. Free memory, or raise the limit of the process. ' +
        'Where `ulimit -v` is below 12 GB, set NODE_OPTIONS=--disable-wasm-trap-handler.',
    );
    expect(() => createRecognizer(loadModel('models/standard'))).toThrow(
      /the network needs \d MB of WebAssembly memory/,
    );
    expect(() => chooseVariant('auto')).toThrow(/no engine can be used; .* needs 1 MB of WebAssembly memory/);
    expect(() => chooseVariant('exact')).toThrow(/engine exact cannot be used: .* needs 1 MB of WebAssembly memory/);
  });

  it('is said where it is more than there can be', () => {
    expect(() => createMemory(65_537, 4096)).toThrow(
      'the network needs 4,296 MB of WebAssembly memory, and 4,294 MB are the most. A batch smaller than 4096 needs less.',
    );
    expect(() => createMemory(65_537, 1)).toThrow(/are the most\.$/);
  });
});
