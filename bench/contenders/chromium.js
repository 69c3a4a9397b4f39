import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';
import { answer } from './answer.js';

const REPOSITORY = new URL('../../', import.meta.url).pathname;
const TYPES = { '.js': 'text/javascript', '.html': 'text/html', '.json': 'application/json' };

/** Our predictor in a page of Chromium, on its one thread; the same program as numerist.js. */
await answer(async ({ folder, executable, network, variant, batch }) => {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, 'http://localhost').pathname);
    const file = path.startsWith('/made/') ? join(folder, path.slice(6)) : join(REPOSITORY, path);
    if (path === '/') return response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>bench</title>');
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    return createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Debian's Chromium refuses to run as root inside its sandbox; the page is our own.
  const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const logits = await page.evaluate(inPage, { network, variant, batch });
  return {
    outputs: { logits },
    round: (ms) => page.evaluate((duration) => globalThis.runFor(duration), ms),
  };
});

/**
 * Runs in the page: defines `runFor(ms)`, which returns images per second, and returns the logits
 * of the first batch.
 */
async function inPage({ network, variant, batch }) {
  const load = async (name) => new Uint8Array(await (await fetch(`/made/${name}`)).arrayBuffer());
  const { createPredictor } = await import('/dist/network/predictor.js');
  const json = async (name) => (await fetch(`/made/${network}/${name}.json`)).json();
  const [{ architecture }, index] = [await json('network'), await json('tensors')];
  const weights = new Float32Array((await load(`${network}/weights.f32`)).buffer);
  const tensors = new Map(index.map(({ name, offset, length }) => [name, weights.subarray(offset, offset + length)]));
  const pictures = await load('pictures.u8');
  const predictor = createPredictor(architecture, tensors, { batch, variant });
  const runs = predictor.variant ?? 'exact';
  if (runs !== variant) throw new Error(`the engine must run ${variant}. It runs ${runs}.`);
  const count = Math.floor(pictures.length / (batch * 784));
  let next = 0;
  const step = () => {
    const first = (next++ % count) * batch * 784;
    return predictor.predict(pictures.subarray(first, first + batch * 784), batch);
  };
  globalThis.runFor = (ms) => {
    const started = performance.now();
    for (let steps = 1; ; steps++) {
      step();
      const elapsed = performance.now() - started;
      if (elapsed >= ms) return (1000 * steps * batch) / elapsed;
    }
  };
  return [...step()];
}
