import { openDataset, startThreads } from '../../../dist/node/index.js';
import { adamDefaults, architectures, createTrainer } from '../../../dist/train.js';

/** Runs in the page: notes when the phase of the run changes. */
const OBSERVE = `
  globalThis.phases = {};
  new MutationObserver(() => {
    const phase = document.querySelector('.run')?.dataset.phase;
    if (phase !== undefined) phases[phase] ??= performance.now();
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-phase'] });
`;
const IMAGES = 57_000;

/**
 * One epoch of the classic network on MNIST in a tab with exact kernels, without preparation and
 * validation: images per second, number of threads, and what the page says about the test pictures.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 */
export async function trainInTab(browser, address) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.addInitScript(OBSERVE);
    await page.goto(`${address}/#train`);
    await page.getByLabel(/^Classic/).check();
    await page.getByText('More', { exact: true }).click();
    await page.getByLabel('Kernels').selectOption('exact');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.locator('.run[data-phase=done]').waitFor({ timeout: 300_000 });
    const phases = /** @type {Record<string, number>} */ (await page.evaluate('phases'));
    const about = await page.locator('.run-head p').textContent();
    return {
      imagesPerSecond: (1000 * IMAGES) / (phases.validating - phases.training),
      threads: Number(/(\d+) threads?/.exec(about ?? '')?.[1]),
      result: await page.getByTestId('result').textContent(),
    };
  } finally {
    await context.close();
  }
}

/**
 * The same steps in Node.
 *
 * @param {number} threads
 */
export async function trainInNode(threads) {
  const mnist = await openDataset('mnist', { pipeline: 'normalised' });
  const { labels, splits } = mnist;
  const rows = Uint32Array.from(labels.keys()).filter((row) => splits?.[row] === 'train');
  const trainRows = rows.subarray(0, IMAGES);
  const { launch } = await startThreads(threads);
  const trainer = createTrainer({
    recipe: {
      architecture: architectures.classic,
      epochs: 1,
      batch: 32,
      seed: 1,
      patience: null,
      augmentation: null,
      optimiser: { ...adamDefaults, decay: 0.05 },
      schedule: { type: 'one-cycle', rate: 0.008, warmUp: 0.3 },
    },
    data: mnist,
    trainRows,
    validationRows: new Uint32Array(0),
    threads,
    launch,
    variant: 'exact',
  });
  const started = performance.now();
  for (const news of trainer.progress) if (news.type === 'step' && news.step === news.steps) break;
  const imagesPerSecond = (1000 * IMAGES) / (performance.now() - started);
  trainer.close();
  mnist.close();
  return { imagesPerSecond };
}
