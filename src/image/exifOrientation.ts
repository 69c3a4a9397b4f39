/**
 * How a stored picture is to be shown, as EXIF numbers it: the number says where its first row and
 * first column belong (EXIF 2.32, tag 274). 1 is as it is stored.
 */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const ORIENTATION = 0x0112;
const SHORT = 3;
const LONG = 4;
const ENTRY_BYTES = 12;

/**
 * The orientation in EXIF data: a TIFF header and its first directory (TIFF 6.0, section 2), in
 * either byte order, at any offset. Anything that is missing, damaged or out of range counts as 1,
 * because EXIF is no part of the pixels. The letters "Exif" before the header, which belong to JPEG
 * and which some writers also put into PNG and WebP, are skipped.
 */
export function exifOrientation(exif: Uint8Array): Orientation {
  const start = exif[0] === 0x45 && exif[1] === 0x78 && exif[2] === 0x69 && exif[3] === 0x66 ? 6 : 0;
  const tiff = exif.subarray(Math.min(start, exif.length));
  if (tiff.length < 8) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  const order = view.getUint16(0);
  const isLittle = order === 0x4949; // II, for Intel; MM for Motorola
  if ((!isLittle && order !== 0x4d4d) || view.getUint16(2, isLittle) !== 42) return 1;
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > tiff.length) return 1;
  const entries = view.getUint16(directory, isLittle);
  for (let i = 0, at = directory + 2; i < entries && at + ENTRY_BYTES <= tiff.length; i++, at += ENTRY_BYTES) {
    if (view.getUint16(at, isLittle) !== ORIENTATION) continue;
    const type = view.getUint16(at + 2, isLittle);
    if (type === SHORT) return toOrientation(view.getUint16(at + 8, isLittle));
    return type === LONG ? toOrientation(view.getUint32(at + 8, isLittle)) : 1;
  }
  return 1;
}

/** `value` if it is 1 to 8, otherwise 1. */
export function toOrientation(value: number): Orientation {
  return Number.isInteger(value) && value >= 1 && value <= 8 ? (value as Orientation) : 1;
}
