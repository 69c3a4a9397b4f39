// The part of yauzl 3 that is used here; the package has no types.
declare module 'yauzl' {
  export class RandomAccessReader {
    read(
      buffer: Buffer,
      offset: number,
      length: number,
      position: number,
      callback: (error: Error | null, bytesRead?: number) => void,
    ): void;
    close(callback: (error: Error | null) => void): void;
  }
  export interface Entry {
    readonly fileName: string;
    readonly compressionMethod: number;
    readonly generalPurposeBitFlag: number;
    readonly crc32: number;
    readonly compressedSize: number;
    readonly uncompressedSize: number;
    readonly relativeOffsetOfLocalHeader: number;
  }
  export interface ZipFile {
    readonly entryCount: number;
    eachEntry(): AsyncIterableIterator<Entry>;
    openReadStreamPromise(entry: Entry): Promise<NodeJS.ReadableStream>;
    close(): void;
  }
  export function openPromise(path: string): Promise<ZipFile>;
  export function fromRandomAccessReaderPromise(reader: RandomAccessReader, size: number): Promise<ZipFile>;
}
