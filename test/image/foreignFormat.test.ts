import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { foreignFormat } from '../../src/image/foreignFormat.js';
import { decodeImage } from '../../src/node/pictures/decodeImage.js';

// What the formats begin with, from their specifications and from files that Pillow, NumPy and
// Python's own modules wrote.
const ZIP = 'PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0b\0\0\0';
const bytesOf = (latin1: string): Buffer => Buffer.from(latin1.padEnd(600, '\0'), 'latin1');
const CASES: readonly (readonly [start: string, name: RegExp])[] = [
  ['\x93NUMPY\x01\0v\0{', /^a NumPy array \(\.npy\): write it as a CSV file/],
  [`${ZIP}x_train.npy\x93NUMPY`, /^NumPy arrays \(\.npz\): write/],
  ['MATLAB 5.0 MAT-file, Platform: GLNXA64', /^a MATLAB file \(\.mat\): write/],
  ['MATLAB 7.3 MAT-file', /^a MATLAB file/],
  ['\x89HDF\r\n\x1a\n', /^an HDF5 file/],
  ['PAR1\x15\x04', /^a Parquet file/],
  ['ARROW1\0\0', /^an Arrow file/],
  ['SQLite format 3\0', /^an SQLite database/],
  ['\x80\x04\x95', /^a pickle of Python/],
  [`${ZIP}archive/data.pkl`, /^a file of PyTorch/],
  ['5 153:3 154:18 155:18 156:126', /^a LIBSVM file/],
  [`${ZIP}[Content_Types].xml`, /^an Office file.*save its table as CSV/],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', /^an Office file/],
  ["7z\xbc\xaf'\x1c", /^a 7z archive: unpack it/],
  ['Rar!\x1a\x07\x01\0', /^a RAR archive: unpack it/],
  [`a.csv${'\0'.repeat(252)}ustar`, /^a tar archive: unpack it/],
  ['\xfd7zXZ\0', /^an xz archive: unpack it/],
  ['BZh91AY&SY', /^a bzip2 archive: unpack it/],
  ['\x28\xb5\x2f\xfd', /^a Zstandard archive: unpack it/],
  ['\x1f\x8b\x08\0', /^a gzip archive: unpack it/],
  [`${ZIP}3/a.png`, /^a zip: unpack it/],
  ['version https://git-lfs.github.com/spec/v1\n', /^a pointer of Git LFS.*git lfs pull/],
  ['<!DOCTYPE html><html>', /^a web page/],
  ['data:image/png;base64,iVBORw0KGgo=', /^a data URL/],
  ['[{"label":5}]', /^JSON/],
  ['\0\0\0\x0cjP  \r\n', /^a JPEG 2000: convert it with "magick/],
  ['\xff\x4f\xff\x51\0', /^a JPEG 2000/],
  ['8BPS\0\x01', /^a Photoshop file/],
  ['gimp xcf v011', /^a GIMP file/],
  ['%!PS-Adobe-3.0 EPSF-3.0\n', /^PostScript/],
  ['v/1\x01', /^an OpenEXR/],
  ['#?RADIANCE\n', /^a Radiance HDR/],
  ['AT&TFORM', /^a DjVu/],
  [`${'\0'.repeat(128)}DICM`, /^a DICOM/],
  ['qoif', /^a QOI/],
  ['icns', /^an icon of macOS/],
  ['DDS |', /^a DDS texture/],
  ['P7\nWIDTH 2\n', /^a PAM/],
  ['Pf\n2 2\n', /^a PFM/],
];

describe('foreignFormat', () => {
  it.each(CASES)('names %j', async (start, name) => {
    const said = foreignFormat(bytesOf(start));
    expect(said).toMatch(name);
    await expect(decodeImage(bytesOf(start))).rejects.toThrow(`Received ${said ?? ''}`);
  });

  it.each([
    ['nothing', ''],
    ['IDX pictures', '\0\0\x08\x03\0\0\0\x3c'],
    ['a table', 'label,pixel0,pixel1\n5,0,0\n'],
    ['a table without a header', '5,0,0,0\n'],
    ['spaces between values', '5 0 0 0 12 3\n'],
    ['settings above a table', '@relation mnist\n'],
    ['text', 'PARIS and BZh\n'],
  ])('does not name %s', (_, start) => {
    expect(foreignFormat(Buffer.from(start, 'latin1'))).toBeNull();
    expect(foreignFormat(gzipSync('x'))).toMatch(/^a gzip/);
  });
});
