import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

import { waitUntil, within } from './waitUntil.js';

/** `numerist serve` in its own process, on a free port. */
export interface ServedProcess {
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** The text that it has written to stderr so far. */
  readonly log: () => string;
  /** The first group of what it writes to stdout, as soon as that is there. */
  readonly said: (pattern: RegExp) => Promise<string>;
  readonly post: (
    path: string,
    body: string | Uint8Array<ArrayBuffer> | FormData,
    headers?: Record<string, string>,
  ) => Promise<Response>;
  /**
   * Sends raw bytes and returns everything that comes back until the connection is closed, or for
   * at most 8 s.
   */
  readonly raw: (...parts: readonly (string | Uint8Array)[]) => Promise<RawAnswer>;
  /** Ends the process with a signal and returns its exit code, or the signal. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | string>;
}

export interface RawAnswer {
  readonly status: number;
  /** The status line and the headers. */
  readonly head: string;
  /** True if the server has closed the connection; false if the client did, after 8 s. */
  readonly closed: boolean;
  readonly body: string;
}

/** On a busy machine, loading modules, threads and models takes many seconds. */
const START_MS = 90_000;
/** More than the server gives itself to finish, so that its own message comes first. */
const STOP_MS = 75_000;
/**
 * For tests that start servers: more than all waits of one server, so that a wait fails first, with
 * its message.
 */
export const SERVED_TEST_MS = 240_000;

const BIN = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));

/**
 * Starts `numerist serve` with these arguments and waits until it listens. If it does not, rejects
 * with its output.
 */
export async function serveProcess(
  args: readonly string[] = [],
  { env = {}, stderr }: { env?: Record<string, string>; stderr?: number } = {},
): Promise<ServedProcess> {
  const child = spawn(process.execPath, [BIN, 'serve', '--port', '0', '--drain-ms', '0', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', stderr ?? 'pipe'],
  });
  let log = '';
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (log += String(chunk)));
  child.stdout?.on('data', (chunk: Buffer) => (output += String(chunk)));
  // Not at 'exit': what it has written last may come later.
  const exited = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  let ended: string | null = null;
  void exited.then(([code, signal]) => {
    ended = String(code ?? signal);
  });
  const said = async (pattern: RegExp, limitMs?: number): Promise<string> => {
    await waitUntil(
      () => `${String(pattern)} of serve. It said: ${output}${log}`,
      () => {
        if (pattern.test(output)) return true;
        if (ended !== null) throw new Error(`serve has ended with ${ended}: ${log}`);
        return false;
      },
      limitMs,
    );
    return pattern.exec(output)?.[1] ?? '';
  };
  const url = await said(/(http:\/\/\S+?:\d+).*\n/, START_MS).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  const port = Number(new URL(url).port);
  return {
    url,
    port,
    process: child,
    log: () => log,
    said: (pattern) => said(pattern),
    post: (path, body, headers = {}) =>
      within(
        () => `an answer to POST ${path} of serve. It said: ${log}`,
        fetch(`${url}${path}`, { method: 'POST', body, headers }),
      ),
    raw: (...parts) => sendRaw(port, parts),
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      try {
        const [code, killedBy] = await within(() => `serve to end after ${signal}. It said: ${log}`, exited, STOP_MS);
        return code ?? String(killedBy);
      } finally {
        child.kill('SIGKILL'); // where it has not ended
      }
    },
  };
}

/**
 * Until the connection is closed, however: unlike `once`, also where it was before, or is reset.
 */
export function untilClosed(socket: Socket): Promise<void> {
  socket.on('error', () => undefined).resume(); // what is not read keeps a socket from its close
  const closed = new Promise<void>((resolve) => {
    if (socket.closed) resolve();
    else
      socket.once('close', () => {
        resolve();
      });
  });
  return within('the server to close the connection', closed);
}

function sendRaw(port: number, parts: readonly (string | Uint8Array)[]): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    let closed = true;
    socket.on('data', (chunk: Buffer) => (received += String(chunk)));
    socket.on('error', () => undefined); // a server that refuses a body closes on it
    socket.on('close', () => {
      const [head, ...body] = received.split('\r\n\r\n');
      resolve({ status: Number(head.split(' ')[1]), head, closed, body: body.join('\r\n\r\n') });
    });
    socket.setTimeout(8000, () => {
      closed = false;
      socket.destroy();
    });
    for (const part of parts) socket.write(part);
  });
}

/**
 * Bytes of resident memory: now, and the peak since the last `forgetPeak`. Null if the system does
 * not report it.
 */
export function residentMemory(pid: number | undefined): { readonly now: number; readonly peak: number } | null {
  const path = `/proc/${String(pid)}/status`;
  if (!existsSync(path)) return null;
  const status = readFileSync(path, 'utf8');
  const kilobytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? NaN);
  return { now: kilobytes('VmRSS') * 1024, peak: kilobytes('VmHWM') * 1024 };
}

/** Resets the peak of `residentMemory` (Linux, proc_pid_clear_refs(5)). */
export function forgetPeak(pid: number | undefined): void {
  const path = `/proc/${String(pid)}/clear_refs`;
  if (existsSync(path)) writeFileSync(path, '5');
}
