import { setTimeout as wait } from 'node:timers/promises';

/** Time between two events of the pen, in ms: about two per frame, as many mice send. */
const EVERY = 8;
const SECONDS = 6;
/** Runs in the page: measures how long each picture takes to the reader and back, in ms. */
const OBSERVE = `
  globalThis.readings = [];
  globalThis.Worker = class extends Worker {
    constructor(url, options) {
      super(url, options);
      const sent = new Map();
      const post = this.postMessage;
      this.postMessage = (message, ...more) => {
        if (message?.name === 'read') sent.set(message.id, performance.now());
        post.call(this, message, ...more);
      };
      this.addEventListener('message', ({ data }) => {
        if (sent.has(data.id)) readings.push({ way: performance.now() - sent.get(data.id), took: data.value?.took });
      });
    }
  };
`;

/**
 * @typedef {{ way: number, took: number }} Answer time to the reader and back, and of reading alone, in ms
 *
 * @typedef {object} TraceEvent
 * @property {string} name
 * @property {string} ph
 * @property {{ frame_reporter: { state: string, frame_sequence: number, affects_smoothness?: boolean } }} args
 */

/**
 * Draws loops for some seconds with live answers while the browser traces its frames. The screen
 * refreshes 60 times per second. Of those refreshes, per second, `frames` showed something new,
 * `drawn` showed everything that the page had drawn by then, and `dropped` should have shown
 * something new and did not.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function drawingFrames(browser, address, options = { viewport: { width: 1280, height: 900 } }) {
  const context = await browser.newContext({ ...options, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.addInitScript(OBSERVE);
    await page.goto(address);
    await page.waitForTimeout(2000); // the engine compiles
    const pen = await context.newCDPSession(page);
    const box = await page.locator('.pad-canvas').boundingBox();
    if (box === null) throw new Error('the page must show a pad.');
    await browser.startTracing(page, { categories: ['cc', 'benchmark'] });
    const seconds = await drawLoops(pen, box);
    /** @type {{ traceEvents: TraceEvent[] }} */
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
    const readings = /** @type {Answer[]} */ (await page.evaluate('readings'));
    return { ...countFrames(traceEvents, seconds), readings: readings.length / seconds, ...quantiles(readings) };
  } finally {
    await context.close();
  }
}

/**
 * Draws loops of a digit's length, one after the other, and returns the seconds that it took.
 *
 * @param {import('playwright-core').CDPSession} pen
 * @param {{ x: number, y: number, width: number, height: number }} box
 */
async function drawLoops(pen, box) {
  const started = performance.now();
  const secondsNow = () => (performance.now() - started) / 1000;
  /**
   * @param {'mousePressed' | 'mouseMoved' | 'mouseReleased'} type
   * @param {number} t
   */
  const send = (type, t) => {
    const angle = 2 * Math.PI * t;
    const x = box.x + box.width * (0.5 + 0.2 * Math.cos(angle) + 0.1 * Math.sin(t));
    const y = box.y + box.height * (0.5 + 0.3 * Math.sin(angle));
    return pen.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons: 1, clickCount: 1 });
  };
  while (secondsNow() < SECONDS) {
    await pen.send('Runtime.evaluate', { expression: `document.querySelectorAll('.tool')[2].click()` }); // Clear
    const first = secondsNow();
    const sent = [send('mousePressed', first)];
    for (; secondsNow() - first < 1.5; await wait(EVERY)) sent.push(send('mouseMoved', secondsNow()));
    sent.push(send('mouseReleased', secondsNow()));
    await Promise.all(sent);
  }
  return secondsNow();
}

/**
 * Counts the page's frames in a trace, by refresh of the screen.
 *
 * @param {readonly TraceEvent[]} events
 * @param {number} seconds
 */
function countFrames(events, seconds) {
  /** @type {Set<number>[]} */
  const [shown, drawn, dropped] = [new Set(), new Set(), new Set()];
  for (const { name, ph, args } of events) {
    if (name !== 'PipelineReporter' || ph !== 'b') continue;
    const { state, frame_sequence: frame, affects_smoothness: matters } = args.frame_reporter;
    if (state.startsWith('STATE_PRESENTED')) shown.add(frame);
    if (state === 'STATE_PRESENTED_ALL') drawn.add(frame);
    if (state === 'STATE_DROPPED' && matters) dropped.add(frame);
  }
  for (const frame of shown) dropped.delete(frame);
  return { frames: shown.size / seconds, drawn: drawn.size / seconds, dropped: dropped.size / seconds };
}

/** @param {readonly Answer[]} readings */
function quantiles(readings) {
  /**
   * @param {keyof Answer} name
   * @param {number} share
   */
  const at = (name, share) => {
    const values = readings.map((reading) => reading[name]).sort((a, b) => a - b);
    return values[Math.floor(share * (values.length - 1))];
  };
  return { took: at('took', 0.5), way: at('way', 0.5), slowWay: at('way', 0.95) };
}
