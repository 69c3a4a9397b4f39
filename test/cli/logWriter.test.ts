import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

import { openLogWriter } from '../../src/cli/logWriter.js';
import { within } from '../support/waitUntil.js';

const folder = mkdtempSync(join(tmpdir(), 'numerist-log-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('writes all lines in their order, and none after its end', async () => {
  const path = join(folder, 'log');
  const fd = openSync(path, 'w');
  const log = openLogWriter(fd);
  const lines = Array.from({ length: 1000 }, (_, i) => `line ${i} é\n`);
  for (const line of lines) log.write(line);
  await log.end(30_000);
  log.write('late\n');
  await log.end(30_000);
  closeSync(fd);
  expect(readFileSync(path, 'utf8')).toBe(lines.join(''));
});

it.skipIf(!existsSync('/dev/full'))('ends if nothing can be written', async () => {
  const fd = openSync('/dev/full', 'w');
  const log = openLogWriter(fd);
  for (let i = 0; i < 100; i++) log.write('line\n');
  await log.end(30_000);
  closeSync(fd);
});

it('lets a process end while one line is written and others wait', () => {
  const module = new URL('../../dist/cli/logWriter.js', import.meta.url).href;
  for (let i = 0; i < 5; i++) {
    const program = `
      const { openLogWriter } = await import('${module}');
      const log = openLogWriter(1);
      for (const line of ['first', 'second', 'third']) log.write(line + '\\n');
      await log.end(${i === 0 ? 0 : 30_000});`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { timeout: 30_000 });
    expect(String(output)).toMatch(i === 0 ? /^(first\n)?/ : /^first\nsecond\nthird\n$/);
  }
});

it('lets the server end if nobody reads its output any more', async () => {
  const bin = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
  const child = spawn(process.execPath, [bin, 'serve', '--port', '0', '--threads', '1']);
  const exited = once(child, 'exit');
  child.stdout.destroy();
  child.stderr.destroy();
  try {
    expect(await within('the server to end', exited, 50_000)).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});
