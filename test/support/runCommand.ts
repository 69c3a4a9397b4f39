import { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

import { runCommandLine } from '../../src/cli/commandLine.js';

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, with its own streams. */
export async function runCommand(
  args: readonly string[],
  options: { stdin?: Uint8Array; isTTY?: boolean; env?: Record<string, string> } = {},
): Promise<CommandResult> {
  const stdout = collector();
  const stderr = collector();
  const code = await runCommandLine(args, {
    stdin: Readable.from(options.stdin === undefined ? [] : [options.stdin]) as AsyncIterable<Uint8Array>,
    stdout: Object.assign(stdout.stream, { isTTY: options.isTTY ?? false }),
    stderr: stderr.stream,
    env: options.env ?? {},
  });
  return { code, stdout: await stdout.text(), stderr: await stderr.text() };
}

function collector(): { stream: Writable; text: () => Promise<string> } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      setImmediate(done); // slower than the writer, so that the writer has to wait
    },
    highWaterMark: 16,
  });
  const text = async (): Promise<string> => {
    stream.end();
    await finished(stream);
    return Buffer.concat(chunks).toString();
  };
  return { stream, text };
}
