import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import type { Reading } from '../../src/digits/reading.js';

test('numerist serve prints where it is, serves the app and reads pictures, and ends with Ctrl-C', async () => {
  const server = spawn('node', ['dist/cli/bin.js', 'serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line.toString()) ?? [''];
  const body = readFileSync('samples/two-alpha.png');
  const response = await fetch(`${address}/v1/read`, {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body,
  });
  expect(((await response.json()) as Reading).text).toBe('2');
  if (existsSync('site')) {
    expect(line.toString()).toContain(`Numerist is at ${address}/ `);
    expect(await (await fetch(`${address}/`)).text()).toContain('<title>Numerist');
  }
  server.kill('SIGINT');
  expect(await once(server, 'exit')).toEqual([0, null]);
});
