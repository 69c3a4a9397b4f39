import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveProcess, type ServedProcess } from '../support/servedProcess.js';

let served: ServedProcess;
beforeAll(async () => {
  served = await serveProcess(['--threads', '1']);
});
afterAll(async () => {
  expect(await served.stop()).toBe(0);
});

const runs = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const hasPython = runs('python3', '--version');
const hasTriton = hasPython && runs('python3', '-c', 'import tritonclient.http');
const hasCurl = runs('curl', '--version');
if (!hasPython) console.log('skipped: there is no python3');
if (!hasCurl) console.log('skipped: there is no curl');
if (!hasTriton) console.log("skipped: python3 has no tritonclient (pip install 'tritonclient[http]')");

/** The output of a program that gets the server's address. */
function run(command: string, file: string, server: string): string {
  const { status, stdout, stderr } = spawnSync(command, [`examples/serving/${file}`, server], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

describe('the examples of clients', () => {
  it('client.js', () => {
    expect(run(process.execPath, 'client.js', served.url)).toBe(
      'seven-pencil.png: 7\ntwo-photo.jpg: 2\nblank.png: no ink\n',
    );
  });
  it.skipIf(!hasCurl)('read.sh', () => {
    const lines = run('sh', 'read.sh', served.url).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { text: '7' },
      { readings: [{ name: 'two-photo.jpg', text: '2' }, { status: 'no ink' }] },
      { text: '3' },
    ]);
  });
  it.skipIf(!hasPython)('read.py', () => {
    expect(run('python3', 'read.py', served.url)).toMatch(/^7 0\.\d+ read\n$/);
  });
  it.skipIf(!hasPython)('oip.py, a client of the Open Inference Protocol', () => {
    expect(run('python3', 'oip.py', served.url)).toMatch(/^\{'name': 'numerist'.*\n.*\ndigits: \[1, 1\]\n$/);
  });
  it.skipIf(!hasTriton)('triton.py', () => {
    expect(run('python3', 'triton.py', served.url.replace('http://', ''))).toMatch(/\ndigits: \[1, 1\]\n$/);
  });
});
