import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchDataset, type FetchedDataset } from '../../src/node/datasets/fetchDataset.js';
import { readProxySettings } from '../../src/node/datasets/proxiedFetch.js';
import { temporaryFolder } from '../support/datasetFixtures.js';

const folder = temporaryFolder();
const bytes = Buffer.from('all that there is');
const NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
/** Nobody knows this name: it is reached through the proxy or not at all. */
const HOST = 'digits.invalid';
const sockets = new Set<Socket>();
let target: Server;
let proxy: Server;
let proxyUrl: string;
/** What the proxy was asked for, with the credentials. */
let asked: string[];
let refuses: boolean;
let made = 0;

async function listen(server: Server): Promise<string> {
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  target = createServer((_, response) => response.end(bytes));
  const targetAt = await listen(target);
  proxy = createServer();
  proxy.on('connect', ({ url, headers }, socket: Socket) => {
    asked.push([url, headers['proxy-authorization']].filter((part) => part !== undefined).join(' '));
    if (refuses) return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const onward = connect(Number(targetAt.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    return sockets.add(onward);
  });
  proxyUrl = await listen(proxy);
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  target.close();
  proxy.close();
});
beforeEach(() => {
  asked = [];
  refuses = false;
  for (const name of NAMES) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function fetchFrom(host: string, scheme = 'http'): Promise<FetchedDataset> {
  const entry = { name: 'tiny', title: 'Tiny', images: 1, licence: 'none', homepage: '', note: '' };
  const files = [{ name: 'tiny.bin', url: `${scheme}://${host}/tiny.bin`, bytes: bytes.length, sha256: null }];
  const cacheFolder = join(folder, `${made++}`);
  return fetchDataset({ ...entry, files }, { cacheFolder, attempts: 1, pauseMs: 1 });
}

describe('data fetch with a proxy', () => {
  it.each([
    ['HTTP_PROXY', () => `http://${proxyUrl}`],
    ['http_proxy', () => `http://${proxyUrl}/`],
    ['HTTP_PROXY', () => proxyUrl], // curl takes it without http://
  ])('goes through %s', async (name, value) => {
    vi.stubEnv(name, value());
    const { path } = await fetchFrom(HOST);
    expect(readFileSync(path, 'utf8')).toBe('all that there is');
    expect(asked).toEqual([`${HOST}:80`]);
  });

  it('sends user and password', async () => {
    vi.stubEnv('HTTP_PROXY', `http://me:se%20cret@${proxyUrl}`);
    await fetchFrom(HOST);
    expect(asked).toEqual([`${HOST}:80 Basic ${Buffer.from('me:se cret').toString('base64')}`]);
  });

  it('asks for a tunnel to an https host', async () => {
    vi.stubEnv('HTTPS_PROXY', `http://${proxyUrl}`);
    refuses = true;
    await expect(fetchFrom(HOST, 'https')).rejects.toThrow(
      `cannot fetch https://digits.invalid/tiny.bin: the proxy answered 407 (the environment names the proxy http://${proxyUrl}): it wants a user and a password`,
    );
    expect(asked).toEqual([`${HOST}:443`]);
  });

  it.each([['NO_PROXY'], ['no_proxy']])('leaves it out for the hosts of %s', async (name) => {
    vi.stubEnv('HTTP_PROXY', `http://${proxyUrl}`);
    vi.stubEnv(name, 'example.test, 127.0.0.1');
    const { port } = target.address() as AddressInfo;
    await fetchFrom(`127.0.0.1:${port}`);
    expect(asked).toEqual([]);
    const other = `${name === 'NO_PROXY' ? 'one' : 'two'}.${HOST}`; // no tunnel is open to it yet
    await fetchFrom(other);
    expect(asked).toEqual([`${other}:80`]);
  });

  it('names a proxy that does not answer, without its password', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://me:secret@127.0.0.1:1');
    await expect(fetchFrom(HOST, 'https')).rejects.toThrow(
      /ECONNREFUSED 127\.0\.0\.1:1 \(the environment names the proxy http:\/\/127\.0\.0\.1:1\)/,
    );
  });

  it('names a wrong proxy, without its password', async () => {
    vi.stubEnv('HTTPS_PROXY', 'socks5://me:secret@127.0.0.1:1');
    await expect(fetchFrom(HOST)).rejects.toThrow(
      'HTTPS_PROXY must be the URL of a proxy, such as http://proxy.example:3128. Received socks5://127.0.0.1:1.',
    );
  });
});

describe('the settings of proxies', () => {
  it.each([
    [{}, null],
    [{ HTTP_PROXY: '', NO_PROXY: 'a' }, null],
    [{ HTTP_PROXY: 'http://a:1' }, { httpProxy: 'http://a:1', httpsProxy: 'http://a:1', noProxy: '' }],
    [
      { HTTPS_PROXY: 'b:2', NO_PROXY: 'c' },
      { httpsProxy: 'http://b:2', noProxy: 'c' },
    ],
    [
      { HTTPS_PROXY: 'http://a', https_proxy: 'http://b' },
      { httpsProxy: 'http://b', noProxy: '' },
    ],
    [{ HTTPS_PROXY: 'http://a', https_proxy: '' }, null],
  ])('of %j are %j', (env, expected) => {
    expect(readProxySettings(env)).toEqual(expected);
  });
});
