import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Command } from 'commander';
import type { FastifyInstance } from 'fastify';

import { definedOnly } from '../definedOnly.js';
import { messageOf } from '../messageOf.js';
import { systemErrorCode } from '../node/files/explainSystemError.js';
import { flagName, readServeSettings, SERVE_SETTINGS, type ServeSettings } from './serveSettings.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usageError.js';

/**
 * Beside what a request may wait and take, closing has this long: silent clients are let go after
 * ten seconds.
 */
const CLOSE_MARGIN_MS = 20_000;

type Flags = Readonly<Record<string, string | undefined>> & { readonly open?: string };

/** `numerist serve`: the web app and the HTTP interfaces, until a signal. */
export function serveCommand(terminal: Terminal): Command {
  const command = new Command('serve').description('Serve the web app, and read pictures over HTTP.');
  for (const [name, { argument, description, ...rest }] of Object.entries(SERVE_SETTINGS)) {
    const shown = 'fallback' in rest ? `${description} (default: ${rest.fallback})` : description;
    command.option(`--${flagName(name)} ${argument}`, shown);
  }
  return command
    .option('--config <file>', 'JSON object of these settings, named as maxBytes is')
    .option('--open', 'open the app in the browser')
    .addHelpText(
      'after',
      `
Every setting can also come from the environment: NUMERIST_MAX_BYTES is --max-bytes. Flags win over the environment, and it
over the file. SIGHUP loads models that are new or changed; SIGTERM answers what has begun and stops.

Examples:
  $ numerist serve --open
  $ numerist serve --host 0.0.0.0 --model models/ --keys keys.json --admin-port 9090`,
    )
    .action((flags: Flags) => serve(readServeSettings(flags, terminal.env), flags, terminal));
}

async function serve(settings: ServeSettings, flags: Flags, terminal: Terminal): Promise<void> {
  const { host, port, keys = [], adminPort, drainMs } = settings;
  // From the beginning, because a signal that nobody expects ends the process. Models are loaded
  // later anyway.
  let reload = (): void => undefined;
  process.on('SIGHUP', () => {
    reload();
  });
  const site = fileURLToPath(new URL('../../site', import.meta.url));
  const hasSite = existsSync(site);
  // Loaded here, because every other command starts faster without an HTTP server.
  const [{ serverLogger }, { createServers }] = await Promise.all([
    import('./serverLogger.js'),
    import('../server/createServer.js'),
  ]);
  const { logger, end } = serverLogger(terminal, settings.logLevel);
  const { server, admin, context } = createServers({
    ...definedOnly({ ...settings, site: hasSite ? site : undefined }),
    logger,
    adminHere: adminPort === undefined,
  });
  const stopped = stopSignal();
  try {
    const address = await listen(server, host, port, '--port');
    const adminAddress = admin === null ? null : await listen(admin, host, adminPort ?? 0, '--admin-port');
    if (keys.length === 0 && !isLoopback(host)) {
      terminal.stderr.write(`numerist: warning: anybody who reaches ${host} may use this server: give it --keys.\n`);
    }
    const what = hasSite ? 'Numerist is at' : 'POST pictures to';
    terminal.stdout.write(`${what} ${address}${hasSite ? '/' : '/v1/read'} (Ctrl-C stops it)\n`);
    if (adminAddress !== null) terminal.stdout.write(`Metrics are at ${adminAddress}/metrics\n`);
    if (flags.open !== undefined) openInBrowser(`${address}/`);

    reload = () => {
      context.store.reload().then(
        (outcome) => {
          logger[outcome.refused.length > 0 ? 'error' : 'info'](outcome, 'reloaded');
        },
        (error: unknown) => {
          logger.error({ err: error }, 'cannot reload');
        },
      );
    };
    const signal = await stopped; // no limit: the server runs until a signal
    context.stopping = true;
    // A load balancer that has not yet seen that the server is not ready goes on to send requests
    // for a while.
    if (signal === 'SIGTERM') await wait(drainMs);
    logger.info({ signal }, 'stopping');
  } finally {
    const limitMs = settings.queueTimeoutMs + settings.workTimeoutMs + CLOSE_MARGIN_MS;
    const overdue = setTimeout(() => {
      const { working, depth } = context.pool;
      terminal.stderr.write(
        `numerist: stops without an end: after ${limitMs / 1000} s, ${working} requests are in work and ${depth} wait.\n`,
      );
      process.exit(1);
    }, limitMs);
    await Promise.all([admin?.close(), server.close()]);
    clearTimeout(overdue);
    await end();
  }
}

/**
 * The first signal that asks to stop; the next one ends the process at once, as it does by default.
 */
function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals): void => {
      process.off('SIGTERM', stop);
      process.off('SIGINT', stop);
      resolve(signal);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}

/** Rejects with UsageError where the address cannot be had. */
async function listen(server: FastifyInstance, host: string, port: number, flag: string): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    const reasons: Readonly<Record<string, string | undefined>> = {
      EADDRINUSE: `another program listens there. Choose another with ${flag}, 0 for any that is free`,
      EACCES: 'this user may not listen there. Choose a port from 1024 on',
      EADDRNOTAVAIL: 'this machine does not have that address',
      ENOTFOUND: 'there is no such address',
    };
    const reason = reasons[systemErrorCode(error) ?? ''];
    if (reason === undefined) throw error;
    throw new UsageError(`cannot listen on ${host}:${port}: ${reason}. (${messageOf(error)})`, { cause: error });
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** Hands an address to the system; where there is no browser, the printed address is enough. */
function openInBrowser(address: string): void {
  const openers: Readonly<Record<string, readonly string[] | undefined>> = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  };
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  spawn(command, [...args, address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
