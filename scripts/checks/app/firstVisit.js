/**
 * Runs in the page before anything else: notes when the first answer shows, and shifts of the
 * layout.
 */
const OBSERVE = `
  globalThis.seen = { answered: null, shift: 0 };
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) seen.shift += value;
  }).observe({ type: 'layout-shift', buffered: true });
  new MutationObserver(() => {
    if (document.querySelector('[data-testid=answer]') !== null) seen.answered ??= performance.now();
  }).observe(document, { childList: true, subtree: true });
`;
/** A drawing of a 7 that the page restores as its last one and reads as soon as it can. */
const SEVEN = [
  { brush: 0.06, points: [0.3, 0.5, 0.7].map((x) => ({ x, y: 0.2, pressure: 0.5 })) },
  { brush: 0.06, points: [0.2, 0.5, 0.8].map((y) => ({ x: 0.82 - 0.6 * y, y, pressure: 0.5 })) },
];

/**
 * A first visit with an empty cache: compressed kilobytes and the time in ms from navigation to the
 * first answer, and the Cumulative Layout Shift until two seconds later.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 */
export async function firstVisit(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.goto(`${address}/icon.svg`);
    await page.evaluate((strokes) => {
      globalThis.localStorage.setItem('numerist.strokes', JSON.stringify(strokes));
    }, SEVEN);
    await page.addInitScript(OBSERVE);
    const network = await context.newCDPSession(page);
    await network.send('Network.enable');
    let bytes = 0;
    network.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.goto(address);
    await page.getByTestId('answer').waitFor();
    await page.waitForTimeout(2000);
    const { answered, shift } = /** @type {{ answered: number, shift: number }} */ (await page.evaluate('seen'));
    const text = await page.getByTestId('answer').textContent();
    if (text !== '7') throw new Error(`the 7 must be read. Received ${text}.`);
    // A worker's requests are not among the page's: they are in the worker's own list.
    const ofWorkers = await Promise.all(
      page
        .workers()
        .map((worker) =>
          worker.evaluate(
            `performance.getEntriesByType('resource').reduce((sum, { transferSize }) => sum + transferSize, 0)`,
          ),
        ),
    );
    return { kilobytes: (bytes + ofWorkers.reduce((sum, size) => sum + size, 0)) / 1000, answered, shift };
  } finally {
    await context.close();
  }
}
