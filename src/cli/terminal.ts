import { once } from 'node:events';

/** The streams and environment of a command: `process`, or those of a test. */
export interface Terminal {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export type OutputStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** Writes, and waits if the reader is slow, so that output does not pile up in memory. */
export async function write(stream: OutputStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}
