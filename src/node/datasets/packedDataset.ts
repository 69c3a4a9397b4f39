import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';

import type { Dataset, SplitName } from '../../datasets/dataset.js';
import type { PipelineName } from '../../ink/pipeline.js';
import { inputLengthOf } from '../../ink/pipelines.js';
import { readFully } from './fileWindow.js';
import { PACKED_HEADER_BYTES, PACKED_MAGIC, SPLIT_CODES, type PackedMetadata } from './packedWriter.js';

/**
 * Opens a packed data set. Inputs stay on disk and are read row by row. Returns null if the file is
 * missing, incomplete or damaged (its checksum covers every byte), or was made with another key.
 */
export function openPacked(path: string, source: string, key: string, pipeline: PipelineName): Dataset | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  const layout = readLayout(file, inputLengthOf(pipeline));
  if (layout?.metadata.key === key) return createDataset(file, source, layout);
  closeSync(file);
  return null;
}

interface Layout {
  readonly length: number;
  readonly labels: Uint8Array;
  readonly splits: Uint8Array;
  /** Positions in the file at which the name ends, and the names, begin. */
  readonly nameEndsAt: number;
  readonly namesAt: number;
  readonly metadata: PackedMetadata;
}

function readLayout(file: number, inputLength: number): Layout | null {
  const header = Buffer.alloc(PACKED_HEADER_BYTES);
  if (readFully(file, header, 0) < PACKED_HEADER_BYTES) return null;
  if (header.toString('latin1', 0, 8) !== PACKED_MAGIC || header.readUInt32LE(24) !== crc32(header.subarray(0, 24))) {
    return null;
  }
  const [length, namesBytes, metadataBytes, crc] = [8, 12, 16, 20].map((at) => header.readUInt32LE(at));
  const labelsAt = PACKED_HEADER_BYTES + length * inputLength;
  const nameEndsAt = labelsAt + 2 * length;
  const namesAt = nameEndsAt + 4 * length;
  const metadataAt = namesAt + namesBytes;
  if (fstatSync(file).size !== metadataAt + metadataBytes || checksum(file) !== crc) return null;

  const read = (position: number, count: number): Buffer => {
    const bytes = Buffer.alloc(count);
    readFully(file, bytes, position);
    return bytes;
  };
  return {
    length,
    labels: read(labelsAt, length),
    splits: read(labelsAt + length, length),
    nameEndsAt,
    namesAt,
    // Written by this program and protected by the checksum.
    metadata: JSON.parse(read(metadataAt, metadataBytes).toString()) as PackedMetadata,
  };
}

/** CRC-32 of everything after the header. */
function checksum(file: number): number {
  const piece = Buffer.allocUnsafe(1 << 20);
  let crc = 0;
  for (let at = PACKED_HEADER_BYTES; ;) {
    const count = readSync(file, piece, 0, piece.length, at);
    if (count === 0) return crc;
    crc = crc32(piece.subarray(0, count), crc);
    at += count;
  }
}

function createDataset(file: number, source: string, layout: Layout): Dataset {
  const { length, labels, metadata } = layout;
  const { format, pipeline, blank, skipped, notes, warnings } = metadata;
  const inputLength = inputLengthOf(pipeline);
  const splits = layout.splits.some((code) => code !== 0)
    ? Array.from({ length }, (_, row): SplitName | null => SPLIT_CODES[layout.splits[row]])
    : null;
  const checkRow = (row: number): void => {
    if (Number.isInteger(row) && row >= 0 && row < length) return;
    throw new RangeError(`Dataset: row must be an integer 0 to ${length - 1}. Received ${row}.`);
  };
  const read = (out: Uint8Array, position: number): void => {
    if (readFully(file, out, position) < out.length) throw new Error(`the data cache of ${source} has become shorter`);
  };

  return {
    source,
    format,
    pipeline,
    length,
    labels,
    splits,
    blank,
    skipped,
    notes,
    warnings,
    readInputs(rows, out) {
      if (out.length < rows.length * inputLength) {
        throw new RangeError(
          `Dataset.readInputs: out must have ${rows.length * inputLength} bytes for ${rows.length} rows. Received ${out.length}.`,
        );
      }
      for (let from = 0; from < rows.length;) {
        let to = from + 1;
        // Adjacent rows take one read.
        while (to < rows.length && rows[to] === rows[to - 1] + 1) to++;
        checkRow(rows[from]);
        checkRow(rows[to - 1]);
        read(out.subarray(from * inputLength, to * inputLength), PACKED_HEADER_BYTES + rows[from] * inputLength);
        from = to;
      }
    },
    nameOf(row) {
      checkRow(row);
      const ends = Buffer.alloc(8); // the ends of the previous name and of this one
      read(ends.subarray(row === 0 ? 4 : 0), layout.nameEndsAt + 4 * Math.max(row - 1, 0));
      const [start, end] = [ends.readUInt32LE(0), ends.readUInt32LE(4)];
      const name = Buffer.alloc(end - start);
      read(name, layout.namesAt + start);
      return name.toString();
    },
    close() {
      closeSync(file);
    },
  };
}
