import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { DatasetError } from '../../src/errors.js';
import { asFiles, draw, encodePng, encodeZip, openFresh, temporaryFolder } from '../support/datasetFixtures.js';

const folder = temporaryFolder();
const drawings = draw([1, 6], 3);
const png = encodePng(drawings[0].pixels);
let made = 0;
const write = (bytes: Uint8Array): string => {
  const path = join(folder, `${made++}.zip`);
  writeFileSync(path, bytes);
  return path;
};
const skipped = async (bytes: Uint8Array): Promise<string[]> => {
  const dataset = await openFresh(write(bytes));
  const lines = dataset.skipped.map(({ name, reason }) => `${name}: ${reason}`);
  dataset.close();
  return lines;
};

describe('zip', () => {
  it.each(['../1/0.png', '1/../../0.png', '/1/0.png', '..\\1\\0.png', 'C:/1/0.png'])(
    'refuses the name %s',
    async (name) => {
      const opening = openFresh(write(encodeZip({ ...asFiles(drawings), [name]: png })));
      await expect(opening).rejects.toThrow(DatasetError);
      await expect(opening).rejects.toThrow(/names in a zip must be relative, without "\.\."\. Received ".*0\.png"/);
    },
  );

  it('lists a symbolic link and does not follow it', async () => {
    const bytes = encodeZip({ ...asFiles(drawings), '1/link.png': Buffer.from('../../../../etc/passwd') });
    const entry = bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1');
    bytes.writeUInt16LE(0x0314, entry + 4); // made by Unix
    bytes.writeUInt32LE(0o120777 * 0x10000, entry + 38);
    expect(await skipped(bytes)).toEqual([expect.stringMatching(/^1\/link\.png: /)]);
  });

  it('reads names with backslashes', async () => {
    const dataset = await openFresh(write(encodeZip({ 'top\\6\\0.png': png })));
    expect([...dataset.labels]).toEqual([6]);
    dataset.close();
  });

  it('refuses a class folder that is not a digit', async () => {
    await expect(openFresh(write(encodeZip({ ...asFiles(drawings), 'ten/0.png': png })))).rejects.toThrow(
      /Received "ten"/,
    );
  });

  const whole = encodeZip(asFiles(drawings));
  const directoryAt = whole.indexOf('PK\x01\x02', 0, 'latin1');
  const change = (position: number, ...values: number[]): Buffer => {
    const bytes = Buffer.from(whole);
    bytes.set(values, position);
    return bytes;
  };

  it.each([
    ['a zip cut in half', whole.subarray(0, whole.length / 2)],
    ['a zip without its last byte', whole.subarray(0, -1)],
    ['a directory entry overwritten', change(directoryAt, 0, 0)],
    ['a directory that is elsewhere', change(whole.length - 6, 1, 0)],
  ])('refuses %s', async (_, bytes) => {
    const opening = openFresh(write(bytes));
    await expect(opening).rejects.toThrow(DatasetError);
    await expect(opening).rejects.toThrow(/the zip is corrupt/);
  });

  it('refuses a zip without pictures', async () => {
    await expect(openFresh(write(encodeZip({})))).rejects.toThrow(/must hold pictures.*Received 0 files/);
  });

  it('refuses a zip that promises to unpack to far more than it is', async () => {
    const bomb = encodeZip({ '1/0.png': new Uint8Array(4_000_000) }, { deflate: true });
    await expect(openFresh(write(bomb))).rejects.toThrow(/at most 100 times its size.*unpack to 4000000/);
  });

  it('refuses entries that share their bytes', async () => {
    const bytes = Buffer.from(encodeZip({ '1/0.png': png, '1/1.png': png, '1/2.png': png }));
    const entries = bytes.length - 22 - 3 * (46 + 7);
    // The compressed sizes.
    for (let i = 0; i < 3; i++) bytes.writeUInt32LE(2 * png.length, entries + i * 53 + 20);
    for (let i = 0; i < 3; i++) bytes.writeUInt32LE(2 * png.length, entries + i * 53 + 24);
    await expect(openFresh(write(bytes))).rejects.toThrow(/the zip is corrupt: .* bytes of entries in a file of/);
  });

  it('lists a damaged entry and continues', async () => {
    const damaged = change(60, (whole[60] + 1) % 256);
    expect(await skipped(damaged)).toEqual([expect.stringMatching(/^1\/0\.png: the zip entry is damaged/)]);
    const second = whole.indexOf('PK\x03\x04', 4, 'latin1');
    expect(await skipped(change(second, 0))).toEqual([
      expect.stringMatching(/^1\/1\.png: the zip entry has no header/),
    ]);
  });

  it('lists encrypted entries and unknown compressions', async () => {
    expect(await skipped(change(directoryAt + 10, 9))).toEqual([
      expect.stringMatching(/0 \(stored\) or 8 \(deflated\). Received 9/),
    ]);
    const encrypted = encodeZip(asFiles(drawings), { deflate: true });
    encrypted[encrypted.indexOf('PK\x01\x02', 0, 'latin1') + 8] |= 1;
    expect(await skipped(encrypted)).toEqual(['1/0.png: the zip entry is encrypted: unpack the zip with its password']);
  });

  it('lists an entry that inflates to more than its header says', async () => {
    const bytes = encodeZip({ '1/0.png': png, '1/1.png': png }, { deflate: true });
    bytes.writeUInt32LE(png.length - 1, bytes.indexOf('PK\x01\x02', 0, 'latin1') + 24);
    expect(await skipped(bytes)).toEqual([expect.stringMatching(/^1\/0\.png: /)]);
  });
});
