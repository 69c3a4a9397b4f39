import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync, inflateRawSync } from 'node:zlib';

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { readZip, zipInMemory } from '../../src/formats/encodings/readZip.js';
import { hasApp, onApp, useBrowser } from './openApp.js';
import { drawDigit } from '../support/drawDigit.js';
import {
  asFiles,
  draw,
  encodeIdxImages,
  encodeIdxLabels,
  encodeZip,
  temporaryFolder,
  writeFiles,
} from '../support/datasetFixtures.js';
import { asTable, withValues } from '../support/tableFixtures.js';

const browser = useBrowser();

const phase = (page: Page) => page.locator('.run').getAttribute('data-phase');
const figure = (page: Page, name: string) => page.getByTestId(name).textContent();
const patiently = { timeout: 100_000, interval: 200 };

/** The folder of the model that the button Download saves, unpacked by Node. */
async function download(page: Page, folder: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  const path = join(folder, 'model.zip');
  await file.saveAs(path);
  mkdirSync(join(folder, 'model'));
  for (const packed of await readZip(zipInMemory(readFileSync(path)), (bytes) => inflateRawSync(bytes))) {
    writeFileSync(join(folder, 'model', basename(packed.path)), await packed.read());
  }
  return join(folder, 'model');
}

describe.skipIf(!hasApp)('training in the web app', () => {
  it(
    'trains the classic network on MNIST beyond 98.5 % in one epoch on all cores, to use and download',
    { timeout: 400_000 },
    async () => {
      await onApp(browser(), { view: 'train', acceptDownloads: true }, async ({ page }) => {
        await page.getByLabel(/^Classic/).check();
        await page.getByRole('button', { name: 'Start training' }).click();
        await expect.poll(() => phase(page), patiently).toBe('training');
        expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
        await expect
          .poll(() => page.locator('.run-head').textContent())
          .toMatch(/57,000 pictures, [2-9]\d* threads, relaxed/);
        await expect.poll(() => phase(page), patiently).toBe('done');
        const result = (await page.getByTestId('result').textContent()) ?? '';
        console.log(`in the tab: ${result} ${await figure(page, 'Pictures per second')} images/s`);
        const [, errors] = /: ([\d,]+) errors/.exec(result) ?? [];
        expect(Number(errors.replace(',', ''))).toBeLessThan(150);

        const folder = await download(page, temporaryFolder());
        const cli = execFileSync('node', ['dist/cli/bin.js', 'evaluate', folder, '--data', 'mnist', '--json'], {
          encoding: 'utf8',
        });
        expect((JSON.parse(cli) as { errors: number }).errors).toBe(Number(errors.replace(',', '')));

        await page.getByRole('link', { name: 'Use it in Read' }).click();
        await expect
          .poll(() => page.getByLabel('Model').locator('option:checked').textContent())
          .toMatch(/^classic, mnist, 98/);
        await drawDigit(page, 3, { left: 0.25, top: 0.15, height: 0.7 });
        await expect.poll(() => page.getByTestId('answer').textContent()).toBe('3');
      });
    },
  );

  it(
    'resumes from the last checkpoint after a pause, a reload and a crash of the tab',
    { timeout: 400_000 },
    async () => {
      await onApp(browser(), { view: 'train' }, async ({ page }) => {
        await page.getByLabel(/^Small/).check();
        await page.getByLabel(/^Medium/).check();
        await page.getByRole('button', { name: 'Start training' }).click();
        await expect.poll(() => phase(page), patiently).toBe('training');
        await expect.poll(() => figure(page, 'Loss'), patiently).not.toBe('–');
        await page.getByRole('button', { name: 'Pause' }).click();
        await expect.poll(() => phase(page), patiently).toBe('paused');
        const points = await page.locator('.curve').first().getAttribute('d');
        await page.reload();
        await expect.poll(() => phase(page)).toBe('paused');
        expect(await page.locator('.curve').first().getAttribute('d')).toBe(points);
        await page.getByRole('button', { name: 'Resume' }).click();
        await expect.poll(() => figure(page, 'Epoch'), { ...patiently, timeout: 250_000 }).toBe('2 of 3');
        const tab = await page.context().newCDPSession(page);
        const crashed = page.waitForEvent('crash');
        tab.send('Page.crash').catch(() => undefined); // it is gone before it can answer, in the middle of the second epoch
        await crashed;
        const again = await page.context().newPage();
        await again.goto(page.url());
        await expect.poll(() => phase(again)).toBe('paused');
        await again.getByText('As a table').click();
        expect(await again.locator('.curves tbody tr').count()).toBe(1);
        await again.getByRole('button', { name: 'Resume' }).click();
        await expect.poll(() => phase(again), patiently).toBe('training');
        expect(await figure(again, 'Epoch')).toBe('2 of 3');
        await again.getByRole('button', { name: 'Pause' }).click();
        await expect.poll(() => phase(again), patiently).toBe('paused');
        await again.getByRole('button', { name: 'Discard' }).click();
        await expect.poll(() => again.getByRole('button', { name: 'Start training' }).count()).toBe(1);
      });
    },
  );

  it(
    'trains on a zip and a folder of the user, with one thread if the page is not isolated',
    { timeout: 180_000 },
    async () => {
      const folder = temporaryFolder();
      const files = asFiles(draw([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 12));
      writeFileSync(
        join(folder, 'digits.zip'),
        encodeZip({ ...files, '7/broken.png': Buffer.from('no picture') }, { deflate: true }),
      );
      await onApp(browser(), { view: 'train', plain: true }, async ({ page }) => {
        await page.getByLabel(/^My pictures/).check();
        expect(await page.getByRole('button', { name: 'Start training' }).isEnabled()).toBe(false);
        await page.getByLabel('Choose a zip').setInputFiles(join(folder, 'digits.zip'));
        await expect
          .poll(() => page.getByTestId('imported').textContent())
          .toMatch(/^digits\.zip: 120 pictures .*; 1 could not be read \(7\/broken\.png/);
        await page.getByLabel('Choose a folder').setInputFiles(writeFiles(join(folder, 'mine'), files));
        await expect.poll(() => page.getByTestId('imported').textContent()).toMatch(/^mine: 120 pictures \(0: 12, /);
        await page.reload();
        await expect.poll(() => page.getByTestId('imported').textContent()).toMatch(/^mine: 120 pictures \(0: 12, /);
        expect(await page.getByLabel('the first 7 as the network gets it').count()).toBe(1);
        await page.getByLabel(/^Quick/).check();
        await page.getByRole('button', { name: 'Start training' }).click();
        await expect.poll(() => phase(page), patiently).toBe('done');
        expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
        expect(await page.locator('.run-head').textContent()).toMatch(/1 thread,/);
        await page.getByRole('button', { name: 'Remove' }).click();
        const nothing = /^Pictures in folders named 0 to 9/;
        await expect.poll(() => page.getByTestId('imported').textContent()).toMatch(nothing);
        await page.reload();
        await expect.poll(() => page.getByTestId('imported').textContent()).toMatch(nothing);
      });
    },
  );

  it('reads tables and IDX as the command line does, and says what it assumed', { timeout: 60_000 }, async () => {
    const folder = temporaryFolder();
    const drawings = draw([0, 1, 2, 3, 4, 5, 6, 7, 8], 4);
    const small = withValues(drawings, (value) => (value === 255 ? 16 : 0));
    const idx = {
      'train-images-idx3-ubyte.gz': gzipSync(encodeIdxImages(drawings)),
      'train-labels-idx1-ubyte': encodeIdxLabels(drawings.map(({ label }) => label)),
    };
    const competition = {
      'train.csv': Buffer.from(asTable(drawings)),
      'test.csv': Buffer.from(asTable(drawings, { label: 'none' })),
    };
    writeFiles(folder, {
      'last.csv': Buffer.from(asTable(small, { header: null, label: 'last' })),
      'competition.zip': encodeZip(competition, { deflate: true }),
      'idx.zip': encodeZip(idx, { deflate: true }),
      'broken.csv': Buffer.from('label,a\n1,2\n'),
    });
    await onApp(browser(), { view: 'train' }, async ({ page }) => {
      const choose = (name: string) => page.getByLabel('Choose a zip').setInputFiles(join(folder, name));
      const said = (text: string | RegExp) => page.locator('.bring').getByText(text).waitFor();
      await page.getByLabel(/^My pictures/).check();
      await choose('last.csv');
      await said(/^last\.csv: 36 pictures \(0: 4, 1: 4, .*8: 4, 9: 0\)$/);
      await said('last.csv: There is no header; by their values, the labels are in the last of 785 columns.');
      await said(/^The values of the pictures are 0 to 16/);
      await said(/^No picture has the label 9: a model cannot learn this digit/);
      await choose('competition.zip');
      await said(/^competition\.zip: 36 pictures/);
      await said('Left out, because it has pixels without labels: test.csv.');
      await choose('idx.zip');
      await said(/^idx\.zip: 36 pictures/);
      await choose('broken.csv');
      await page
        .getByRole('alert')
        .getByText(/broken\.csv: Received 2 columns/)
        .waitFor();
    });
  });

  it('keeps training in a hidden tab', { timeout: 120_000 }, async () => {
    await onApp(browser(), { view: 'train' }, async ({ page }) => {
      await page.getByLabel(/^Small/).check();
      await page.getByRole('button', { name: 'Start training' }).click();
      await expect.poll(() => phase(page), patiently).toBe('training');
      const other = await page.context().newPage();
      await other.bringToFront();
      const left = await figure(page, 'Left');
      await expect.poll(() => figure(page, 'Left'), patiently).not.toBe(left);
    });
  });
});
