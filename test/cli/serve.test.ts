import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer as createTcpServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { saveModel } from '../../src/node/models/saveModel.js';
import { makeModel } from '../support/madeModel.js';
import { runCommand } from '../support/runCommand.js';
import { residentMemory, SERVED_TEST_MS, serveProcess, untilClosed } from '../support/servedProcess.js';
import { waitUntil, within } from '../support/waitUntil.js';

vi.setConfig({ testTimeout: SERVED_TEST_MS });

const folder = mkdtempSync(join(tmpdir(), 'numerist-serve-'));
const picture = new Uint8Array(readFileSync(new URL('../../samples/seven-pencil.png', import.meta.url)));
const ask = (url: string, init?: RequestInit): Promise<Response> =>
  within(`an answer to ${init?.method ?? 'GET'} ${url}`, fetch(url, init));
const put = (name: string, value: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
};

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('numerist serve', () => {
  it('answers all that has begun after SIGTERM, says that it is not ready, and exits with 0', async () => {
    const served = await serveProcess(['--threads', '1', '--drain-ms', '10000']);
    let failed = 0;
    let answered = 0;
    const running = new AbortController();
    const clients = Array.from({ length: 8 }, async () => {
      while (!running.signal.aborted) {
        try {
          const answer = await served.post('/v1/read', picture);
          await answer.arrayBuffer();
          if (answer.status === 200) answered++;
          else failed++;
        } catch {
          failed++;
        }
      }
    });
    await waitUntil(
      () => `20 answers; ${answered} came`,
      () => answered >= 20,
    );
    const exit = served.stop('SIGTERM');
    await untilStopping(served.url);
    const ready = await ask(`${served.url}/v2/health/ready`);
    expect(await ready.json()).toEqual({ ready: false, error: 'not_ready: the server starts or stops' });
    expect((await ask(`${served.url}/v2/health/live`)).status).toBe(200);
    const before = answered;
    await waitUntil(
      () => `20 answers while it drains; ${answered - before} came`,
      () => answered >= before + 20,
    );
    running.abort();
    await within('the last answers', Promise.all(clients));
    expect(failed).toBe(0);
    expect(await exit).toBe(0);
    expect(served.log()).not.toContain('worker thread has ended');
  });

  it.each([
    ['nothing', ''],
    ['half a head', 'POST /v1/read HTTP/1.1\r\nHost:'],
    ['half a body', 'POST /v1/read HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc'],
  ])('is not kept from its end by a client that sends %s', async (_, sent) => {
    const served = await serveProcess(['--threads', '1', '--request-timeout-ms', '1000']);
    const socket = connect(served.port, '127.0.0.1').on('error', () => undefined);
    socket.resume();
    await within('a connection', once(socket, 'connect'));
    if (sent !== '') socket.write(sent);
    expect((await served.post('/v1/read', picture)).status).toBe(200); // it has been seen
    const exit = served.stop('SIGTERM');
    await untilClosed(socket); // where the machine is slow, it is: the server has answered 408 before it was told to stop
    expect(await exit).toBe(0);
  });

  it('ends at once with a second signal, and is back after SIGKILL', async () => {
    const served = await serveProcess(['--threads', '1', '--drain-ms', '600000']);
    const exit = served.stop('SIGTERM');
    await untilStopping(served.url); // or the two signals could come as one
    served.process.kill('SIGTERM');
    expect(await exit).toBe('SIGTERM');
    const killed = await serveProcess(['--threads', '1']);
    expect(await killed.stop('SIGKILL')).toBe('SIGKILL');
    const again = await serveProcess(['--threads', '1']);
    expect((await again.post('/v1/read', picture)).status).toBe(200);
    expect(await again.stop('SIGINT')).toBe(0);
  });

  it('loads changed models at SIGHUP, and keeps the old one where the new one is damaged', async () => {
    const models = join(folder, 'models');
    cpSync(new URL('../../models/classic', import.meta.url), join(models, 'classic'), { recursive: true });
    for (const name of ['README.md', 'failures.png']) rmSync(join(models, 'classic', name)); // or it is not replaced
    const served = await serveProcess(['--threads', '1', '--model', models]);
    const confidence = async (): Promise<number> =>
      ((await (await served.post('/v1/read', picture)).json()) as { confidence: number }).confidence;
    const reload = async (outcome: RegExp): Promise<void> => {
      served.process.kill('SIGHUP');
      await waitUntil(
        () => `${String(outcome)} in the log: ${served.log()}`,
        () => outcome.test(served.log()),
      );
    };
    const before = await confidence();
    saveModel(join(models, 'classic'), makeModel());
    await reload(/"loaded":\["classic\/1"\]/);
    const after = await confidence();
    expect(after).not.toBe(before);
    writeFileSync(join(models, 'classic/config.json'), '{');
    await reload(/"refused":\[\{"model":"classic\/1"/);
    expect(await confidence()).toBe(after);
    expect(await served.stop()).toBe(0);
  });

  it('goes on where its log cannot be written', async () => {
    if (!existsSync('/dev/full')) {
      console.log('skipped: there is no /dev/full');
      return;
    }
    const full = openSync('/dev/full', 'w');
    const served = await serveProcess(['--threads', '1'], { stderr: full });
    closeSync(full);
    const read = async (): Promise<void> => {
      expect((await served.post('/v1/read', picture)).status).toBe(200);
    };
    await read();
    const baseline = residentMemory(served.process.pid);
    for (let i = 0; i < 50; i++) await read();
    const memory = residentMemory(served.process.pid);
    if (memory !== null) expect(memory.peak - (baseline?.now ?? 0)).toBeLessThan(150 * 1024 * 1024);
    expect(await served.stop()).toBe(0);
  });

  it('has metrics and admin calls on a port of their own where it is told to, with keys', async () => {
    const sha256 = createHash('sha256').update('xyzzy').digest('hex');
    const keys = put('keys.json', [{ name: 'all', sha256, scopes: ['read', 'metrics', 'admin'] }]);
    const served = await serveProcess(['--threads', '1'], {
      env: { NUMERIST_KEYS: keys, NUMERIST_ADMIN_PORT: '0' },
    });
    const admin = await served.said(/Metrics are at (\S+)\/metrics\n/);
    const headers = { authorization: 'Bearer xyzzy' };
    expect((await ask(`${served.url}/metrics`, { headers })).status).toBe(404);
    expect((await ask(`${admin}/metrics`)).status).toBe(401);
    expect((await ask(`${admin}/metrics`, { headers })).status).toBe(200);
    const reloaded = await ask(`${admin}/v1/admin/reload`, { method: 'POST', headers });
    expect(await reloaded.json()).toMatchObject({ unchanged: ['classic/1', 'small/1', 'standard/1'], refused: [] });
    expect((await ask(`${admin}/v1/read`, { method: 'POST', headers })).status).toBe(404);
    expect((await served.post('/v1/read', picture, headers)).status).toBe(200);
    expect(await served.stop()).toBe(0);
  });

  it('takes flags before the environment, and it before the file', async () => {
    const config = put('config.json', { maxBytes: 100, maxPixels: 50, queueSize: 7 });
    const env = { NUMERIST_CONFIG: config, NUMERIST_MAX_BYTES: '200', NUMERIST_THREADS: '1' };
    const served = await serveProcess(['--max-bytes', '300'], { env });
    const tooLarge = await served.post('/v1/read', picture);
    expect(await tooLarge.json()).toEqual({ error: `body_too_large: ${picture.length} > 300 bytes` });
    const header = picture.slice(0, 100);
    expect(await (await served.post('/v1/read', header)).json()).toEqual({
      error: "image_too_large: 160x180 exceeds 50 pixels, the server's maxPixels",
    });
    expect(await served.stop()).toBe(0);
  });
});

describe('numerist serve refuses with 2', () => {
  it.each([
    ['an invalid port', ['--port', '99999'], {}, /port \(--port\) must be a whole number, 0 to 65535. Received 99999/],
    [
      'a variable that is wrong',
      [],
      { NUMERIST_THREADS: 'many' },
      /threads \(NUMERIST_THREADS\) must be a whole number/,
    ],
    ['a file that is missing', ['--config', 'nothing.json'], {}, /cannot read nothing.json: no such file/],
    ['keys that are missing', ['--keys', 'nothing.json'], {}, /cannot read nothing.json/],
    ['an invalid proxy', ['--trust-proxy', '10.0.0.0/33'], {}, /trustProxy .* must be addresses, .*10.0.0.0\/33/],
    ['an invalid log level', ['--log-level', 'loud'], {}, /must be trace, debug.* Received loud/],
    ['a flag that it does not know', ['--prot', '1'], {}, /unknown option '--prot'/],
  ])('%s', async (_, args, env, message) => {
    const { code, stderr, stdout } = await runCommand(['serve', ...args], { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('a file of no keys, which would let everybody in', async () => {
    const { code, stderr } = await runCommand(['serve', '--keys', put('no-keys.json', [])]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no-keys.json: there must be at least one key/);
  });

  it.each([
    ['no JSON', '{', /must be JSON/],
    ['a setting that it does not know', { prot: 1 }, /there is no setting prot; there are: host, port/],
    ['a value of another kind', { port: [1] }, /port must be a string or a number. Received \[1\]/],
    ['a value out of range', { port: -1 }, /port \(.*config.json\) must be a whole number/],
  ])('a file with %s', async (_, content, message) => {
    const { code, stderr } = await runCommand(['serve', '--config', put('bad-config.json', content)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it.each([
    ['no list', {}, /keys must be a list/],
    [
      'a key in the clear',
      [{ name: 'a', sha256: 'xyzzy', scopes: [] }],
      /keys\[0\]\.sha256 must be 64 hexadecimal digits/,
    ],
    ['a scope that it does not know', [{ name: 'a', sha256: 'a'.repeat(64), scopes: ['root'] }], /Received "root"/],
  ])('keys with %s', async (_, content, message) => {
    const { code, stderr } = await runCommand(['serve', '--keys', put('bad-keys.json', content)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it.each(['--port', '--admin-port'])('a port of %s that is taken, and says what to do', async (flag) => {
    const other = createTcpServer().listen(0, '127.0.0.1');
    await within('a port', once(other, 'listening'));
    const { port } = other.address() as AddressInfo;
    await expect(serveProcess(['--threads', '1', flag, String(port)])).rejects.toThrow(
      new RegExp(`serve has ended with 2: .*another program listens there. Choose another with ${flag},`, 's'),
    );
    other.close();
  });
});

it('fails with 1 where a model is damaged', async () => {
  const model = join(folder, 'damaged');
  saveModel(model, makeModel());
  writeFileSync(join(model, 'config.json'), '{');
  await expect(serveProcess(['--threads', '1', '--model', model])).rejects.toThrow(/ended with 1: .*must be JSON/s);
});

/** Until the server says that it stops: it has had the signal. */
async function untilStopping(url: string): Promise<void> {
  await waitUntil('the server to say that it is not ready', async () => {
    const { status } = await ask(`${url}/v2/health/ready`);
    return status === 503;
  });
}
