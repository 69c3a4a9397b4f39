import { inflateRaw } from '../../src/browser/inflateRaw.js';
import { isClutter } from '../../src/datasets/classFolders.js';
import type { DataFile } from '../../src/datasets/sources/dataFile.js';
import type { FileSet } from '../../src/datasets/sources/fileSet.js';
import { openFileSet } from '../../src/datasets/sources/openFileSet.js';
import { placedPictures } from '../../src/datasets/sources/placedPictures.js';
import type { OpenSource } from '../../src/datasets/sources/source.js';
import { DatasetError } from '../../src/errors.js';
import { type PackedFile, readZip } from '../../src/formats/encodings/readZip.js';

/** A file with its path in the folder that was chosen. */
export interface PlacedFile {
  readonly path: string;
  readonly file: File;
}

/** A file that a person chose, or one in a zip: its packed bytes, and how to unpack them. */
interface Stored {
  readonly path: string;
  readonly size: number;
  stream(): Promise<ReadableStream<Uint8Array>>;
  bytes(): Promise<Uint8Array>;
}

/** Opens the data set in a folder, a zip or a table, as `openDataset` does in Node. */
export async function openChosen(files: readonly PlacedFile[]): Promise<OpenSource> {
  const [first] = files;
  if (files.length === 1 && (await isZip(first.file))) return openZip(first);
  const kept = files.filter(({ path }) => !isClutter(path));
  const set = fileSet(kept[0]?.path.split('/')[0] ?? 'folder', 'folder', kept.map(chosen));
  return openFileSet({ ...set, openZip: (index) => openZip(kept[index]) });
}

async function openZip({ path, file }: PlacedFile): Promise<OpenSource> {
  const bytes = {
    size: file.size,
    read: async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
  };
  const entries = await readZip(bytes, inflateRaw);
  const kept = entries.filter((entry) => !isClutter(entry.path)).map((entry) => zipped(file, entry));
  return openFileSet(fileSet(path, 'zip', kept));
}

async function isZip(file: File): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return start[0] === 0x50 && start[1] === 0x4b;
}

function chosen({ path, file }: PlacedFile): Stored {
  return {
    path,
    size: file.size,
    stream: () => Promise.resolve(file.stream()),
    bytes: async () => new Uint8Array(await file.arrayBuffer()),
  };
}

function zipped(zip: File, packed: PackedFile): Stored {
  const { path, entry } = packed;
  return {
    path,
    size: entry.size,
    async stream() {
      const start = await packed.start();
      const content = zip.slice(start, start + entry.compressedSize).stream();
      return entry.method === 0 ? content : content.pipeThrough(new DecompressionStream('deflate-raw'));
    },
    bytes: () => packed.read(),
  };
}

function fileSet(name: string, format: FileSet['format'], files: readonly Stored[]): FileSet {
  const paths = files.map(({ path }) => path);
  return {
    path: name,
    format,
    paths,
    fileAt: (index) => dataFile(files[index]),
    pictures: (placements) => placedPictures(paths, placements, (index) => files[index].bytes()),
  };
}

function dataFile(stored: Stored): DataFile {
  const { path, size } = stored;
  const isGzip = async (): Promise<boolean> => {
    for await (const chunk of chunksOf(await stored.stream())) return chunk[0] === 0x1f && chunk[1] === 0x8b;
    return false;
  };
  return {
    path,
    name: path,
    size,
    isGzip,
    async *chunks() {
      const content = await stored.stream();
      if (!(await isGzip())) yield* chunksOf(content);
      else yield* explained(path, chunksOf(content.pipeThrough(new DecompressionStream('gzip') as Unpacker)));
    },
  };
}

/** DecompressionStream, whose type asks for a buffer that is not shared. */
type Unpacker = ReadableWritablePair<Uint8Array, Uint8Array>;

async function* explained(path: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (cause) {
    throw new DatasetError(`${path}: the gzip file is truncated or corrupt.`, { cause });
  }
}

/** Not every browser can iterate over a stream. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
