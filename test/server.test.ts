import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createServer } from '../src/server/createServer.js';

const server = createServer({ maxBytes: 50_000 });
const read = (payload: Uint8Array | string, type: string) =>
  server.inject({ method: 'POST', url: '/v1/read', headers: { 'content-type': type }, payload: Buffer.from(payload) });
const sample = (name: string): Buffer => readFileSync(new URL(`../samples/${name}`, import.meta.url));

afterAll(() => server.close());

describe('createServer', () => {
  it('reads a PNG and a JPEG', async () => {
    const png = await read(sample('seven-pencil.png'), 'image/png');
    expect(png.statusCode).toBe(200);
    expect(png.json()).toMatchObject({ text: '7', status: 'read' });
    expect((await read(sample('two-photo.jpg'), 'image/jpeg')).json()).toMatchObject({ text: '2' });
  });

  it('never takes an empty picture for a digit', async () => {
    expect((await read(sample('blank.png'), 'image/png')).json()).toMatchObject({ text: '', status: 'no ink' });
  });

  it('refuses what is no picture, too large, or of another type', async () => {
    const broken = await read(sample('seven-pencil.png').subarray(0, 200), 'image/png');
    expect({ status: broken.statusCode, body: broken.json<unknown>() }).toEqual({
      status: 422,
      body: { error: expect.stringContaining('PNG') as string },
    });
    expect((await read(new Uint8Array(60_000), 'image/png')).statusCode).toBe(413);
    expect((await read('seven', 'text/plain')).statusCode).toBe(415);
    expect((await read('', 'image/png')).statusCode).toBe(422);
  });

  it('says that it is there', async () => {
    expect((await server.inject('/health')).json()).toEqual({ status: 'ok' });
  });
});
