const AS_TABLE =
  'write it as a CSV file with one line per picture, its label and its pixels, or save its pictures as PNG';
const AS_PNG = 'convert it with "magick FILE picture.png"';
const AS_CSV = 'save its table as CSV, or its pictures as PNG';
const UNPACK = 'unpack it, and name what was in it';
const OFFICE_NAME = 'an Office file, such as an Excel workbook';

type Row = readonly [start: string | RegExp, name: string, remedy: string];

/**
 * Formats that are not read, as users bring them: how a file of the format begins, as Latin-1
 * letters; what the format is called; and what to do. The first match counts.
 */
const FOREIGN: readonly Row[] = [
  ['\x93NUMPY', 'a NumPy array (.npy)', AS_TABLE],
  [/^MATLAB \d/, 'a MATLAB file (.mat)', AS_TABLE],
  ['\x89HDF', 'an HDF5 file (.h5)', AS_TABLE],
  ['PAR1', 'a Parquet file', AS_TABLE],
  ['ARROW1', 'an Arrow file', AS_TABLE],
  ['FEA1', 'an Arrow file', AS_TABLE],
  ['SQLite format 3', 'an SQLite database', AS_TABLE],
  ...['\x02', '\x03', '\x04', '\x05'].map((version): Row => [`\x80${version}`, 'a pickle of Python', AS_TABLE]),
  [/^\d\S*(?: \d+:\S+){3}/, 'a LIBSVM file', AS_TABLE],
  ['\xd0\xcf\x11\xe0', OFFICE_NAME, AS_CSV],
  ['7z\xbc\xaf', 'a 7z archive', UNPACK],
  ['Rar!', 'a RAR archive', UNPACK],
  [/^[^]{257}ustar/, 'a tar archive', UNPACK],
  ['\xfd7zXZ', 'an xz archive', UNPACK],
  [/^BZh\d/, 'a bzip2 archive', UNPACK],
  ['\x28\xb5\x2f\xfd', 'a Zstandard archive', UNPACK],
  ['\x1f\x8b', 'a gzip archive', UNPACK],
  ['version https://git-lfs', 'a pointer of Git LFS in place of the file', 'fetch it with "git lfs pull"'],
  [/^\s*<(?:!doctype html|html)/i, 'a web page', 'download the file again; the site may want a login'],
  ['data:image/', 'a data URL', 'decode its base64 to a file'],
  [/^\s*[[{]\s*["[{\d]/, 'JSON', AS_TABLE],
  ['\0\0\0\x0cjP  ', 'a JPEG 2000', AS_PNG],
  ['\xff\x4f\xff\x51', 'a JPEG 2000', AS_PNG],
  ['8BPS', 'a Photoshop file', AS_PNG],
  ['gimp xcf', 'a GIMP file', AS_PNG],
  ['%!PS', 'PostScript', AS_PNG],
  ['\xc5\xd0\xd3\xc6', 'PostScript', AS_PNG],
  ['v/1\x01', 'an OpenEXR', AS_PNG],
  ['#?RADIANCE', 'a Radiance HDR', AS_PNG],
  ['AT&TFORM', 'a DjVu', 'turn its pages into pictures with "ddjvu -format=tiff FILE pages.tif"'],
  [/^[^]{128}DICM/, 'a DICOM', AS_PNG],
  ['qoif', 'a QOI', AS_PNG],
  ['icns', 'an icon of macOS', AS_PNG],
  ['DDS ', 'a DDS texture', AS_PNG],
  ['P7\n', 'a PAM', AS_PNG],
  [/^P[fF]\n/, 'a PFM', AS_PNG],
];

/** The same for zips: what the name of the first file in it begins with. */
const ZIPS: readonly Row[] = [
  [/^\S*\.npy/, 'NumPy arrays (.npz)', AS_TABLE],
  [/^\S*data\.pkl/, 'a file of PyTorch', AS_TABLE],
  ['[Content_Types]', OFFICE_NAME, AS_CSV],
  ['', 'a zip', UNPACK],
];

/** What `foreignFormat` says of an Office file. */
export const OFFICE = `${OFFICE_NAME}: ${AS_CSV}.`;

/**
 * What a file is and what to do with it, told by its first bytes, if it is in a well-known format
 * that is neither a picture that is read nor a data set: `a MATLAB file (.mat): write it as ...`.
 * Null for all other files.
 */
export function foreignFormat(bytes: Uint8Array): string | null {
  const start = String.fromCharCode(...bytes.subarray(0, 512));
  const isZip = start.startsWith('PK\x03\x04');
  const letters = isZip ? start.slice(30, 130) : start;
  const matches = ([begin]: Row): boolean =>
    typeof begin === 'string' ? letters.startsWith(begin) : begin.test(letters);
  const found = (isZip ? ZIPS : FOREIGN).find(matches);
  return found === undefined ? null : `${found[1]}: ${found[2]}.`;
}
