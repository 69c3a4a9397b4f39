import { once } from 'node:events';

/** The streams and environment of a command: `process`, or those of a test. */
export interface Terminal {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export type OutputStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/**
 * Writes, and waits while the reader is slower: output never piles up in memory. There is no limit,
 * because a reader may stop for as long as its user reads (`| less`); one that goes away ends the
 * process.
 */
export async function write(stream: OutputStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}
