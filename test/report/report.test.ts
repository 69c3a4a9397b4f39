import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluation/evaluate.js';
import { encodeBase64 } from '../../src/report/charts/encodeBase64.js';
import { markup } from '../../src/report/charts/markup.js';
import { renderReport, type ReportContent } from '../../src/report/renderReport.js';
import { REPORT_SCRIPT, REPORT_SCRIPT_HASH } from '../../src/report/reportScript.js';
import { selectPictures } from '../../src/report/selectPictures.js';

const model = {
  name: 'models/classic',
  architecture: 'classic',
  parameters: 37818,
  preprocessing: 'normalised',
} as const;
const data = { source: 'mnist', format: 'idx', split: 'test', skipped: 0 };

/** `answers` [N]: true digit, predicted digit, confidence. */
function contentOf(answers: readonly (readonly [number, number, number])[], more: Partial<ReportContent> = {}) {
  const probabilities = new Float32Array(answers.length * 10);
  answers.forEach(([, predicted, confidence], n) => {
    probabilities.fill((1 - confidence) / 9, n * 10, n * 10 + 10);
    probabilities[n * 10 + predicted] = confidence;
  });
  const labels = Uint8Array.from(answers, ([actual]) => actual);
  const predictions = { labels, probabilities, nameOf: (row: number) => `digits/${row}.png` };
  const result = evaluate(predictions, { model, data });
  const picture = (row: number) => new Uint8Array(784).fill(row);
  return { result, predictions, picture, ...more };
}

/** The report's data block. */
function picturesOf(html: string) {
  const block = /<script type="application\/json" id="pictures">(.*?)<\/script>/s.exec(html);
  return JSON.parse(block?.[1] ?? 'null') as {
    pictures: { name: string; true: number; predicted: number; confidence: string; others: string }[];
    bytes: string;
  };
}

const answers = [
  [4, 9, 0.98],
  [4, 4, 0.9],
  [4, 9, 0.99],
  [7, 1, 0.6],
  [0, 0, 0.8],
] as const;

describe('renderReport', () => {
  it('shows the figures without any script', () => {
    const page = renderReport(
      contentOf(answers, {
        title: 'A title',
        notes: ['Half of it was seen in training.'],
        configuration: { seed: 7, optimizer: { name: 'adam' }, augmentation: [1, 2], absent: undefined },
        history: [
          { epoch: 1, loss: 0.5, accuracy: 0.8, val_loss: 0.4, val_accuracy: 0.85 },
          { epoch: 2, loss: 0.25, accuracy: 0.9, val_loss: 0.3, val_accuracy: 0.8912 },
        ],
      }),
    ).replace(/<script.*?<\/script>/gs, '');
    for (const text of [
      '<h1>A title</h1>',
      '>40.00<span class="unit"> %</span>',
      '<strong>3 errors</strong> in 5 pictures<',
      '11.76\u00A0% to 76.93\u00A0%',
      'classic, 37,818 parameters',
      'Half of it was seen in training.',
      '<dt>optimizer.name</dt><dd>adam</dd>',
      '<dt>augmentation</dt><dd>[1,2]</dd>',
      '<td>0.8912</td>',
      '<th scope="row">4</th><td>1.0000</td><td>0.3333</td><td>0.5000</td><td>3</td>',
    ]) {
      expect(page).toContain(text);
    }
    expect(page).not.toContain('absent');
  });

  it('shows the quality of the confidence, with two charts', () => {
    const page = renderReport(contentOf(answers)).replace(/<script.*?<\/script>/gs, '');
    const section = /<section aria-labelledby="confidence-title">.*?<\/section>/s.exec(page)?.[0] ?? '';
    expect(section.match(/<svg [^>]*aria-label="[^"]+"/g)).toHaveLength(2);
    expect(section).toContain('<th scope="row">0.600 to 0.667</th><td>1</td><td>0.6000</td><td>0.0000</td>');
    expect(section).toContain('Of all answers 60.00 % are wrong');
  });

  it('makes every cell with pictures a button, with its name in words', () => {
    const page = renderReport(contentOf(answers));
    const matrix = /<table class="matrix">.*?<\/table>/s.exec(page)?.[0] ?? '';
    const names = [...matrix.matchAll(/aria-label="([^"]*)"/g)].map((match) => match[1]);
    expect(names).toEqual([
      '1: true 0, predicted 0',
      '1: true 4, predicted 4',
      '2: true 4, predicted 9',
      '1: true 7, predicted 1',
    ]);
    expect(matrix.match(/class="zero"/g)).toHaveLength(96);
    expect(matrix).toContain('>predicted</th>');
    expect(matrix).toContain('<span>true</span>');
  });

  it('embeds the pictures: mistakes, the most confident first, then right answers', () => {
    const { pictures, bytes } = picturesOf(renderReport(contentOf(answers)));
    expect(pictures.map(({ name }) => name)).toEqual([2, 0, 3, 4, 1].map((row) => `digits/${row}.png`));
    expect(pictures[0]).toMatchObject({ true: 4, predicted: 9, confidence: '99.0\u00A0%' });
    expect(pictures[0].others).toBe('0:\u00A00.1\u00A0%, 1:\u00A00.1\u00A0%, 2:\u00A00.1\u00A0%');
    const decoded = Buffer.from(bytes, 'base64');
    expect([0, 1, 2, 3, 4].map((index) => decoded[index * 784 + 783])).toEqual([2, 0, 3, 4, 1]);
    expect(decoded.length).toBe(5 * 784);
  });

  it('loads nothing and runs no script but its own', () => {
    const page = renderReport(contentOf(answers));
    const hash = createHash('sha256').update(REPORT_SCRIPT).digest('base64');
    expect(REPORT_SCRIPT_HASH, 'after a change of REPORT_SCRIPT, set its hash').toBe(`sha256-${hash}`);
    expect(page).toContain(`content="default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline';`);
    expect(page).toContain(`<script>${REPORT_SCRIPT}</script>`);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toMatch(/\ssrc=|@import|url\(|\sstyle=|\son[a-z]+=/);
    expect([...page.matchAll(/\shref="([^"]*)"/g)].map((match) => match[1])).toEqual(['data:,']);
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|\/\/[a-z]/);
  });

  it('shows hostile names as names', () => {
    const hostile = `"><script>alert(1)</script><!--<img src=x onerror='alert(2)'>&amp;`;
    const content = contentOf(answers, { title: hostile, notes: [hostile], configuration: { [hostile]: hostile } });
    const named = {
      ...content,
      predictions: { ...content.predictions, nameOf: () => hostile },
      result: {
        ...content.result,
        model: { ...model, name: hostile },
        data: { ...data, source: hostile, split: hostile },
      },
    };
    const page = renderReport(named);
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<img');
    expect(page).not.toContain('<!--');
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(picturesOf(page).pictures[0].name).toBe(hostile);
  });

  it('has no gallery and no curves if there is nothing to show', () => {
    const page = renderReport(contentOf([[3, 3, 1]]));
    expect(page).toContain('None: every picture was read right.');
    expect(page).toContain('<strong>0 errors</strong> in 1 picture<');
    expect(page).not.toContain('Mistakes it was sure of');
    expect(page).not.toContain('numerist-curve');
  });

  it('stays under 3 MB however many mistakes there are', () => {
    const many = Array.from(
      { length: 10_000 },
      (_, n) => [n % 10, (n * 7 + (n >> 5)) % 10, 0.5 + (n % 100) / 250] as const,
    );
    const page = renderReport(contentOf(many));
    expect(page.length).toBeLessThan(3_000_000);
    expect(picturesOf(page).pictures.length).toBeGreaterThan(1_900);
  });

  it('refuses a picture of another size', () => {
    const content = { ...contentOf(answers), picture: () => new Uint8Array(783) };
    expect(() => renderReport(content)).toThrow('picture must give 784 bytes. Received 783 for row 2.');
  });
});

describe('selectPictures', () => {
  const { predictions } = contentOf([
    [1, 7, 0.9],
    [1, 7, 0.8],
    [1, 7, 0.7],
    [2, 3, 0.5],
    [5, 5, 0.9],
    [5, 5, 0.6],
    [5, 5, 0.7],
  ]);

  it('keeps the most confident mistakes of each cell if there are too many', () => {
    const options = { gallery: 0, mistakes: 3, rightPerDigit: 0 };
    expect(selectPictures(predictions, options)).toEqual([0, 1, 3]);
    expect(selectPictures(predictions, { ...options, gallery: 3 })).toEqual([0, 1, 2, 3]);
    expect(selectPictures(predictions, { ...options, mistakes: 4 })).toEqual([0, 1, 2, 3]);
  });

  it('adds the least confident right answers', () => {
    expect(selectPictures(predictions, { gallery: 0, mistakes: 1, rightPerDigit: 2 })).toEqual([0, 3, 5, 6]);
  });
});

describe('the building blocks of a page', () => {
  it('escapes text, keeps markup, joins lists', () => {
    const name = `<a href="x">'&`;
    expect(markup`<p title="${name}">${[1, markup`<b>${name}</b>`, null]}</p>`.text).toBe(
      '<p title="&lt;a href=&quot;x&quot;&gt;&#39;&amp;">1<b>&lt;a href=&quot;x&quot;&gt;&#39;&amp;</b></p>',
    );
  });

  it('encodes base64 like Node', () => {
    for (let length = 0; length < 20; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 97 + length * 41) & 255);
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    }
  });
});
