import { ImageError } from '../../errors.js';
import { END_OF_IMAGE, jpegSegmentAt, nextJpegMarker, START_OF_SCAN } from '../jpegSegments.js';
import { isFrameHeader } from '../readJpegFrame.js';
import { createCoefficients, type Coefficients, type Kept } from './coefficients.js';
import { decodeScan } from './decodeScan.js';
import { parseFrame, type Frame } from './frame.js';
import { huffmanTable, type HuffmanTable } from './huffmanTable.js';
import { parseScan } from './scan.js';

/** A JPEG whose codes are read. */
export interface ParsedJpeg {
  readonly frame: Frame;
  readonly coefficients: readonly Coefficients[];
  /** [64] each, in the order of the file, by their number. */
  readonly quantisation: readonly (Uint16Array | undefined)[];
  /** The colour transform that the marker APP14 of Adobe names; null without that marker. */
  readonly adobeTransform: number | null;
  /** Whether there is the marker APP0 of JFIF. */
  readonly isJfif: boolean;
}

/** A progressive JPEG refines every pixel once per scan; encoders write about ten scans. */
const MAX_SCANS = 64;

/**
 * Reads all codes of a JPEG (ITU-T T.81), and keeps those coefficients that `chooseKept` asks for
 * once the frame is known. Throws ImageError if the file is damaged, cut off, or of a kind that
 * `parseFrame` refuses.
 */
export function parseJpeg(bytes: Uint8Array, chooseKept: (frame: Frame) => Kept): ParsedJpeg {
  let frame: Frame | null = null;
  let kept: Kept = 8;
  let coefficients: Coefficients[] = [];
  let [restartInterval, scans, offset] = [0, 0, 2];
  let adobeTransform: number | null = null;
  let isJfif = false;
  const quantisation: (Uint16Array | undefined)[] = [];
  const tables = { dc: [] as HuffmanTable[], ac: [] as HuffmanTable[] };

  for (;;) {
    // Some cameras leave stray bytes between the parts of a file, which does no harm.
    const segment = jpegSegmentAt(bytes, nextJpegMarker(bytes, offset));
    if (segment === null || segment.end > bytes.length) throw cutOff();
    const { marker, start, end } = segment;
    const content = bytes.subarray(start, end);
    offset = end;
    if (marker === END_OF_IMAGE) break;
    if (marker === START_OF_SCAN) {
      if (frame === null) throw new ImageError('JPEG: a frame header must come before the pixels. Received none.');
      if (++scans > MAX_SCANS) throw new ImageError(`JPEG: must have at most ${MAX_SCANS} scans. Received more.`);
      const scan = parseScan(content, coefficients, frame.isProgressive, tables);
      offset = decodeScan(bytes, end, scan, { frame, kept, restartInterval });
    } else if (isFrameHeader(marker)) {
      if (frame !== null) throw new ImageError('JPEG: the frame header must come once. Received a second one.');
      frame = parseFrame(marker, content);
      if (blocksOf(frame) > 8 * bytes.length) throw cutOff(); // a block takes a bit, at the very least
      kept = chooseKept(frame);
      coefficients = createCoefficients(frame, kept);
    } else if (marker === 0xc4) readHuffmanTables(content, tables);
    else if (marker === 0xdb) readQuantisation(content, quantisation);
    else if (marker === 0xdd) restartInterval = (content[0] << 8) | content[1];
    else if (marker === 0xe0) isJfif ||= lettersOf(content).startsWith('JFIF');
    else if (marker === 0xee && lettersOf(content) === 'Adobe') adobeTransform = content.at(11) ?? 0;
  }
  if (frame === null || scans === 0) throw cutOff();
  return { frame, coefficients, quantisation, adobeTransform, isJfif };
}

function blocksOf({ components }: Frame): number {
  return components.reduce((sum, { blocks }) => sum + blocks, 0);
}

function readHuffmanTables(content: Uint8Array, tables: { dc: HuffmanTable[]; ac: HuffmanTable[] }): void {
  for (let at = 0; at + 17 <= content.length;) {
    const counts = content.subarray(at + 1, at + 17);
    const end = at + 17 + counts.reduce((sum, count) => sum + count, 0);
    if (end > content.length) throw cutOff();
    const kind = content[at] >> 4 === 0 ? tables.dc : tables.ac;
    kind[content[at] & 15] = huffmanTable(counts, content.subarray(at + 17, end));
    at = end;
  }
}

function readQuantisation(content: Uint8Array, tables: (Uint16Array | undefined)[]): void {
  for (let at = 0; at < content.length;) {
    const is16Bit = content[at] >> 4 !== 0;
    const end = at + 1 + (is16Bit ? 128 : 64);
    if (end > content.length) throw cutOff();
    const values = content.subarray(at + 1, end);
    tables[content[at] & 15] = is16Bit
      ? Uint16Array.from({ length: 64 }, (_, i) => (values[2 * i] << 8) | values[2 * i + 1])
      : Uint16Array.from(values);
    at = end;
  }
}

function lettersOf(content: Uint8Array): string {
  return String.fromCharCode(...content.subarray(0, 5));
}

function cutOff(): ImageError {
  return new ImageError('JPEG: the file must be intact. Received one that is cut off.');
}
