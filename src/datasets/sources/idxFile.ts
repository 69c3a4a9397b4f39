import { DatasetError } from '../../errors.js';
import { cutRecords, type DataFile, readHead } from './dataFile.js';

/**
 * The header of an IDX file of unsigned bytes with 1 or 3 dimensions (format: LeCun, Cortes and
 * Burges, the MNIST page).
 */
export interface IdxHeader {
  readonly file: DataFile;
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

/** Bytes of a file that tell whether it is IDX. */
const IDX_HEAD_BYTES = 16;

/**
 * The header of an IDX file of pictures or labels; null if it is not one. `head` holds the file's
 * first 16 bytes, or more.
 */
export function parseIdxHeader(file: DataFile, head: Uint8Array): IdxHeader | null {
  if (head.length < 8) return null;
  const fields = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const magic = fields.getUint32(0);
  const count = fields.getUint32(4);
  if (magic === LABELS_MAGIC) return { file, kind: 'labels', count, height: 1, width: 1, headerBytes: 8 };
  if (magic !== IMAGES_MAGIC) return null;
  if (head.length < 16) throw new DatasetError(`${file.name}: the IDX file is truncated: it ends within its header.`);
  const [height, width] = [fields.getUint32(8), fields.getUint32(12)];
  if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE) {
    throw new DatasetError(
      `${file.name}: sides of an IDX picture must be 1 to ${MAX_SIDE}. Received ${height}x${width}.`,
    );
  }
  return { file, kind: 'images', count, height, width, headerBytes: 16 };
}

/** Reads the header of an IDX file of pictures or labels; null if it is not one. */
export async function readIdxHeader(file: DataFile): Promise<IdxHeader | null> {
  return parseIdxHeader(file, await readHead(file, IDX_HEAD_BYTES));
}

/**
 * The records of an IDX file, [height * width] bytes each. Throws DatasetError unless their number
 * is exactly that of the header.
 */
export async function* readIdxRecords(header: IdxHeader): AsyncGenerator<Uint8Array> {
  const { file, count, headerBytes } = header;
  const length = header.height * header.width;
  await checkSize(header);
  let seen = 0;
  for await (const record of cutRecords(file.chunks(), headerBytes, length)) {
    if (seen === count) throw disagreement(header, 'it holds more');
    if (record.length < length) throw disagreement(header, `it ends within record ${seen}`);
    seen++;
    yield record;
  }
  if (seen < count) throw disagreement(header, `it ends after ${seen}`);
}

/** All labels [N]. Throws DatasetError if one is not 0..9. */
export async function readIdxLabels(header: IdxHeader): Promise<Uint8Array> {
  await checkSize(header);
  const labels = new Uint8Array(header.count);
  let row = 0;
  for await (const [label] of readIdxRecords(header)) {
    if (label > 9) {
      throw new DatasetError(
        `${header.file.name}: labels must be 0 to 9. Received ${label} at row ${row}. ` +
          `In EMNIST, only the files named emnist-digits-* and emnist-mnist-* hold digits only.`,
      );
    }
    labels[row++] = label;
  }
  return labels;
}

/** Compares the size that the header promises with the size on disk, before any allocation. */
async function checkSize(header: IdxHeader): Promise<void> {
  const { file } = header;
  const promised = header.headerBytes + header.count * header.height * header.width;
  const gzip = await file.isGzip();
  if (gzip ? promised > file.size * MAX_DEFLATE_RATIO : promised > file.size) {
    throw disagreement(header, `the file is truncated: ${promised} bytes are needed, it has ${file.size}`);
  }
  if (!gzip && promised < file.size)
    throw disagreement(header, `the file is longer: ${promised} bytes expected, it has ${file.size}`);
}

function disagreement({ file, kind, count, height, width }: IdxHeader, what: string): DatasetError {
  const records = kind === 'labels' ? 'labels' : `pictures of ${height}x${width}`;
  return new DatasetError(`${file.name}: the IDX header promises ${count} ${records}, but ${what}.`);
}
