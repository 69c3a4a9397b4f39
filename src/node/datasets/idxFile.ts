import { DatasetError } from '../../errors.js';
import { factsOf } from './fileIdentity.js';
import { cutRecords, readChunks, readStart, readUnpackedStart } from './readChunks.js';

/**
 * The header of an IDX file of unsigned bytes with 1 or 3 dimensions (format: LeCun, Cortes and
 * Burges, the MNIST page).
 */
export interface IdxHeader {
  readonly path: string;
  readonly kind: 'images' | 'labels';
  /** Number of records N. */
  readonly count: number;
  /** Size of one picture in pixels; 1 x 1 for labels. */
  readonly height: number;
  readonly width: number;
  /** Bytes before the first record: 16 or 8. */
  readonly headerBytes: number;
}

const IMAGES_MAGIC = 0x803;
const LABELS_MAGIC = 0x801;
const MAX_SIDE = 4096;
/** The highest compression ratio of deflate. */
const MAX_DEFLATE_RATIO = 1032;

/** Reads the header of an IDX file of pictures or labels, plain or gzip; null if it is not one. */
export function readIdxHeader(path: string): IdxHeader | null {
  const start = readUnpackedStart(path, 4096);
  if (start.length < 8) return null;
  const magic = start.readUInt32BE(0);
  const count = start.readUInt32BE(4);
  if (magic === LABELS_MAGIC) return { path, kind: 'labels', count, height: 1, width: 1, headerBytes: 8 };
  if (magic !== IMAGES_MAGIC) return null;
  if (start.length < 16) throw new DatasetError(`${path}: the IDX file is truncated: it ends within its header.`);
  const [height, width] = [start.readUInt32BE(8), start.readUInt32BE(12)];
  if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE) {
    throw new DatasetError(`${path}: sides of an IDX picture must be 1 to ${MAX_SIDE}. Received ${height}x${width}.`);
  }
  return { path, kind: 'images', count, height, width, headerBytes: 16 };
}

/**
 * The records of an IDX file, [height * width] bytes each. Throws DatasetError unless their number
 * is exactly that of the header.
 */
export async function* readIdxRecords(header: IdxHeader): AsyncGenerator<Uint8Array> {
  const { path, count, headerBytes } = header;
  const length = header.height * header.width;
  checkSize(header);
  let seen = 0;
  for await (const record of cutRecords(readChunks(path), headerBytes, length)) {
    if (seen === count) throw disagreement(header, 'it holds more');
    if (record.length < length) throw disagreement(header, `it ends within record ${seen}`);
    seen++;
    yield record;
  }
  if (seen < count) throw disagreement(header, `it ends after ${seen}`);
}

/** All labels [N]. Throws DatasetError if one is not 0..9. */
export async function readIdxLabels(header: IdxHeader): Promise<Uint8Array> {
  checkSize(header);
  const labels = new Uint8Array(header.count);
  let row = 0;
  for await (const [label] of readIdxRecords(header)) {
    if (label > 9) {
      throw new DatasetError(
        `${header.path}: labels must be 0 to 9. Received ${label} at row ${row}. ` +
          `In EMNIST, only the files named emnist-digits-* and emnist-mnist-* hold digits only.`,
      );
    }
    labels[row++] = label;
  }
  return labels;
}

/** Compares the size that the header promises with the size on disk, before any allocation. */
function checkSize(header: IdxHeader): void {
  const { path } = header;
  const promised = header.headerBytes + header.count * header.height * header.width;
  const { size } = factsOf(path);
  const gzip = readStart(path, 2).readUInt16BE() === 0x1f8b;
  if (gzip ? promised > size * MAX_DEFLATE_RATIO : promised > size) {
    throw disagreement(header, `the file is truncated: ${promised} bytes are needed, it has ${size}`);
  }
  if (!gzip && promised < size)
    throw disagreement(header, `the file is longer: ${promised} bytes expected, it has ${size}`);
}

function disagreement({ path, kind, count, height, width }: IdxHeader, what: string): DatasetError {
  const records = kind === 'labels' ? 'labels' : `pictures of ${height}x${width}`;
  return new DatasetError(`${path}: the IDX header promises ${count} ${records}, but ${what}.`);
}
