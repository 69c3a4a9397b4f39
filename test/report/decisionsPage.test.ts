import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parseCorrections } from '../../src/datasets/corrections.js';
import { evaluate } from '../../src/evaluation/evaluate.js';
import { decisionControl, decisionsBlock } from '../../src/report/decisions.js';
import { DECISIONS_SCRIPT, DECISIONS_SCRIPT_HASH } from '../../src/report/decisionsScript.js';
import { renderReport } from '../../src/report/renderReport.js';
import { hasChromium, launchChromium } from '../browser/chromium.js';
import { temporaryFolder } from '../support/datasetFixtures.js';

if (!hasChromium) console.log('no /usr/bin/chromium: skipping what needs a browser.');

const model = { name: 'new', architecture: 'classic', parameters: 1, preprocessing: 'normalised' } as const;
const data = { source: 'made', format: 'idx', split: 'test', skipped: 0 };
const name = (row: number): string => `a <b> & "c"/${row}.png`;

/**
 * A report of four pictures labelled 4, of which three were read as 9; rows 0 to 3. Another model
 * read the first right.
 */
function reportOf(): string {
  const labels = new Uint8Array(4).fill(4);
  const probabilities = new Float32Array(40);
  [9, 9, 9, 4].forEach((digit, n) => (probabilities[n * 10 + digit] = 0.9 - n / 100));
  const predictions = { labels, probabilities, nameOf: name };
  const other = new Float32Array(40);
  [4, 9, 9, 0].forEach((digit, n) => (other[n * 10 + digit] = 1));
  const robustness = {
    n: 4,
    seed: 1,
    shifts: [
      ...[{ shift: 'none', strength: 0, unit: '', n: 4, errors: 3, accuracy: 0.25, interval: [0.05, 0.7] as const }],
    ],
  };
  const result = evaluate(predictions, {
    model,
    data,
    robustness,
    groups: ['anna', 'ben', 'ben', 'ben'],
    against: { model: { ...model, name: 'old' }, probabilities: other },
  });
  return renderReport({
    result,
    predictions,
    picture: (row) => new Uint8Array(784).fill(row * 60),
    decisions: {
      fingerprint: 'f00d',
      preprocessing: { pipeline: 'normalised', version: 1 },
      pictureOf: (row) => ({ row, name: name(row), content: `${row}`.repeat(16), label: 4 }),
    },
  });
}

describe('the page', () => {
  it('runs only scripts that its policy names', () => {
    const hash = createHash('sha256').update(DECISIONS_SCRIPT).digest('base64');
    expect(DECISIONS_SCRIPT_HASH, 'after a change of DECISIONS_SCRIPT, set its hash').toBe(`sha256-${hash}`);
    const page = reportOf();
    expect(page).toContain(`<script>${DECISIONS_SCRIPT}</script>`);
    expect(/script-src ([^;]*);/.exec(page)?.[1]).toContain(`'sha256-${hash}'`);
    expect(page.match(/<script/g)).toHaveLength(4);
    const pictures = [{ row: 1, name: '</script>', content: 'x', label: 4 }];
    const block = decisionsBlock({ fingerprint: '', preprocessing: { pipeline: 'classic', version: 1 }, pictures });
    expect(block.text.match(/<\/script/g)).toHaveLength(1);
    expect(decisionControl({ ...pictures[0], name: '"><b>' }).text).not.toContain('<b>');
  });

  it('reports fixed and broken pictures, groups and shifts', () => {
    const page = reportOf().replace(/<script.*?<\/script>/gs, '');
    expect(page).toContain('Fixed <strong>1</strong>, broke <strong>1</strong>, <strong>p = 1</strong>');
    expect(page).toContain('<b>4</b>: was <b>0</b>, now <b>4</b>');
    expect(page).toContain('<th scope="row">anna</th><td>1</td><td>1</td>');
    expect(page).toContain('aria-label="Right answers under stated shifts"');
  });
});

describe.skipIf(!hasChromium)('decisions in Chromium', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'report.html');
  let browser: Browser;
  let context: BrowserContext;
  const complaints: string[] = [];
  beforeAll(async () => {
    writeFileSync(file, reportOf());
    browser = await launchChromium();
    context = await browser.newContext();
  });
  afterAll(async () => {
    await browser.close();
  });
  const open = async (): Promise<Page> => {
    const page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(pathToFileURL(file).href);
    return page;
  };
  const save = async (page: Page): Promise<string> => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=Save corrections.json')]);
    expect(download.suggestedFilename()).toBe('corrections.json');
    return readFileSync(await download.path(), 'utf8');
  };

  it('can be made by keyboard alone, outlast the page, and become a readable file', async () => {
    const page = await open();
    const status = page.locator('#decisions-bar [role=status]');
    expect(await status.innerText()).toBe('0 decisions.');
    expect(await page.locator('text=Save corrections.json').isDisabled()).toBe(true);
    expect(await page.locator('select').first().getAttribute('aria-label')).toBe(`Decision on ${name(0)}, labelled 4`);
    // The most confident mistake comes first: rows 0, 1, 2.
    await page.locator('select').first().focus();
    await page.keyboard.press('9');
    await page.keyboard.press('Tab');
    await page.keyboard.press('e');
    await page.keyboard.press('Tab');
    await page.keyboard.press('k');
    expect(await status.innerText()).toBe('3 decisions. Kept in this browser until you save them.');
    const expected = {
      preprocessing: { pipeline: 'normalised', version: 1 },
      decisions: [
        { row: 0, name: name(0), content: '0'.repeat(16), label: 4, decision: 'relabel', to: 9 },
        { row: 1, name: name(1), content: '1'.repeat(16), label: 4, decision: 'exclude' },
        { row: 2, name: name(2), content: '2'.repeat(16), label: 4, decision: 'keep' },
      ],
    };
    expect(parseCorrections(await save(page), 'saved')).toEqual(expected);
    await page.close();

    const again = await open();
    expect(
      await again.locator('select').evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value)),
    ).toEqual(['9', 'exclude', 'keep']);
    await again.locator('select').first().selectOption('');
    expect(parseCorrections(await save(again), 'saved').decisions).toEqual(expected.decisions.slice(1));
    await again.close();
    expect(complaints).toEqual([]);
  });

  it('show the pictures on which two models differ, and keep them out of the drawers', async () => {
    const page = await open();
    const fixed = page.locator('.against canvas').first();
    const alpha = await fixed.evaluate((canvas) => {
      const { getContext } = canvas as unknown as {
        getContext: (kind: '2d') => { getImageData: (...at: number[]) => { data: number[] } };
      };
      return getContext.call(canvas, '2d').getImageData(0, 0, 1, 1).data[3];
    });
    expect(alpha).toBe(180); // row 3
    await page.click('button[data-true="4"][data-predicted="9"] >> nth=0');
    expect(await page.locator('#drawer .cards li').count()).toBe(3);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
