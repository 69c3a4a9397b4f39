import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { writeAtomically } from '../../src/node/files/writeAtomically.js';
import { temporaryFolder } from '../support/datasetFixtures.js';

const folder = temporaryFolder();

describe('writeAtomically', () => {
  it('writes text and bytes, replaces what was there, and leaves nothing else', () => {
    const path = join(folder, 'a.txt');
    writeAtomically(path, 'ä long text'.repeat(10_000));
    expect(readFileSync(path, 'utf8')).toBe('ä long text'.repeat(10_000));
    writeAtomically(path, Uint8Array.of(1, 2, 3));
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
    writeAtomically(path, '');
    expect(readFileSync(path, 'utf8')).toBe('');
    expect(readdirSync(folder)).toEqual(['a.txt']);
  });

  it('says which file and why, and removes the temporary one', () => {
    expect(() => {
      writeAtomically(join(folder, 'nowhere', 'a.txt'), 'x');
    }).toThrow(/^cannot write .*nowhere.a\.txt: no such file or folder \(ENOENT\)$/);
    mkdirSync(join(folder, 'taken'));
    writeFileSync(join(folder, 'taken', 'file'), '');
    expect(() => {
      writeAtomically(join(folder, 'taken'), 'x');
    }).toThrow(/^cannot write .*taken: /);
    expect(readdirSync(folder).sort()).toEqual(['a.txt', 'taken']);
  });
});
