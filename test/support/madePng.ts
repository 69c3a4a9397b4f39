import { deflateSync } from 'node:zlib';
import { crc32 } from '../../src/image/crc32.js';

/** The parts of a PNG. `interlace`, `palette` and `transparency` are optional. */
export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colorType: number;
  /** Filter bytes and samples, uncompressed. */
  readonly raw: Uint8Array;
  readonly interlace?: number;
  readonly palette?: Uint8Array;
  readonly transparency?: Uint8Array;
}

/** One chunk, with its length and CRC. */
export function makeChunk(type: string, content: Uint8Array = new Uint8Array(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

export function makeHeader(width: number, height: number, bitDepth: number, colorType: number, interlace = 0): Buffer {
  const content = Buffer.alloc(13);
  content.writeUInt32BE(width, 0);
  content.writeUInt32BE(height, 4);
  content.set([bitDepth, colorType, 0, 0, interlace], 8);
  return makeChunk('IHDR', content);
}

/** The signature and these chunks. */
export function joinChunks(...chunks: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);
}

export function makePng({
  width,
  height,
  bitDepth,
  colorType,
  raw,
  interlace,
  palette,
  transparency,
}: PngParts): Buffer {
  return joinChunks(
    makeHeader(width, height, bitDepth, colorType, interlace),
    ...(palette === undefined ? [] : [makeChunk('PLTE', palette)]),
    ...(transparency === undefined ? [] : [makeChunk('tRNS', transparency)]),
    makeChunk('IDAT', deflateSync(raw)),
    makeChunk('IEND'),
  );
}
