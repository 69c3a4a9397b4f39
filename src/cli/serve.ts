import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { Command } from 'commander';

import { loadModel } from '../node/loadModel.js';
import { untilInterrupted } from './interrupt.js';
import { wholeNumber } from './parseNumber.js';
import type { Terminal } from './terminal.js';

interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly model?: string;
  readonly open: boolean;
}

/** `numerist serve`: the web app and the HTTP interface on one address, until Ctrl-C. */
export function serveCommand({ stderr, stdout }: Terminal): Command {
  return new Command('serve')
    .description('Serves the web app and POST /v1/read on this machine.')
    .option('--port <number>', 'port to listen on; 0 takes a free one', wholeNumber(0, 65_535), 8080)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--model <folder>', 'a model folder for POST /v1/read instead of the shipped one')
    .option('--open', 'opens the app in the browser', false)
    .addHelpText(
      'after',
      `
Examples:
  $ numerist serve --open
  $ numerist serve --port 3000 --model my-model`,
    )
    .action(async ({ port, host, model, open }: ServeOptions) => {
      const site = fileURLToPath(new URL('../../site', import.meta.url));
      const hasSite = existsSync(site);
      if (!hasSite)
        stderr.write(
          'There is no web app beside this build (npm run build:site writes it): serving POST /v1/read alone.\n',
        );
      // Loaded here, because every other command starts faster without an HTTP server.
      const { createServer } = await import('../server/index.js');
      const server = createServer({
        ...(model !== undefined && { model: loadModel(model) }),
        ...(hasSite && { site }),
      });
      const address = await server.listen({ port, host });
      stdout.write(
        `${hasSite ? 'Numerist is at' : 'POST pictures to'} ${address}${hasSite ? '/' : '/v1/read'} (Ctrl-C stops it)\n`,
      );
      if (open) openInBrowser(`${address}/`);
      await untilInterrupted((signal) => once(signal, 'abort'));
      server.server.closeAllConnections();
      await server.close();
    });
}

/** Hands an address to the system; where there is no browser, the printed address is enough. */
function openInBrowser(address: string): void {
  const [command, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform as string] ?? [
    'xdg-open',
  ];
  spawn(command, [...args, address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
