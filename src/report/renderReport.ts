import type { CurveEpoch } from './charts/curveSvg.js';
import { mistakesBySureness } from '../evaluation/evaluate.js';
import type { EvaluationResult } from '../evaluation/evaluationResult.js';
import { markup, Markup } from './charts/markup.js';
import { describePrediction, type Predictions } from '../evaluation/predictions.js';
import { classesSection } from './sections/classesSection.js';
import { COMPARED_PICTURES, comparisonSection } from './sections/comparisonSection.js';
import { confidenceSection } from './sections/confidenceSection.js';
import { configurationSection } from './sections/configurationSection.js';
import { curvesSection } from './sections/curvesSection.js';
import { decisionControl, decisionsBar, decisionsBlock, type DecidedPicture, type DecisionsData } from './decisions.js';
import { DECISIONS_SCRIPT, DECISIONS_SCRIPT_HASH } from './decisionsScript.js';
import { groupsSection } from './sections/groupsSection.js';
import { headlineSection } from './sections/headlineSection.js';
import { matrixSection } from './sections/matrixSection.js';
import { mistakesSection } from './sections/mistakesSection.js';
import { pageHead } from './pageHead.js';
import { pictureData } from './pictureData.js';
import { robustnessSection } from './sections/robustnessSection.js';
import { REPORT_SCRIPT, REPORT_SCRIPT_HASH } from './reportScript.js';
import { selectPictures } from './selectPictures.js';

export interface ReportContent {
  readonly result: EvaluationResult;
  /** The predictions that `result` was computed from. */
  readonly predictions: Predictions;
  /**
   * Returns the network input [784] of a row of the data set, 0 = paper, 255 = ink; the next call
   * may reuse the array.
   */
  readonly picture: (row: number) => Uint8Array;
  /** @default 'Evaluation report' */
  readonly title?: string;
  /** When the report was made, in words. */
  readonly createdAt?: string;
  /** Caveats that a reader must know before relying on the figures. */
  readonly notes?: readonly string[];
  /** The training history of the model. */
  readonly history?: readonly CurveEpoch[];
  /** Any values that JSON can hold. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Lets a reader of the page decide about the labels of mistakes. @default no such control */
  readonly decisions?: Omit<DecisionsData, 'pictures'> & { readonly pictureOf: (row: number) => DecidedPicture };
}

/** Number of mistakes in the gallery, at most. */
const GALLERY = 48;
/**
 * 2,000 mistakes and 200 right answers make a page of about 2.6 MB, the largest possible at 28 x
 * 28.
 */
const MISTAKES = 2000;
const RIGHT_PER_DIGIT = 20;

/**
 * Renders one self-contained HTML document: it loads nothing from the network or other files, and
 * its content security policy forbids any script but its own. Without JavaScript only the pictures
 * are missing.
 */
export function renderReport(content: ReportContent): string {
  const { result, predictions } = content;
  const title = content.title ?? 'Evaluation report';
  const selected = selectPictures(predictions, {
    gallery: GALLERY,
    mistakes: MISTAKES,
    rightPerDigit: RIGHT_PER_DIGIT,
  });
  // The gallery shows the first of the selected pictures: both start with the most confident
  // mistakes.
  const gallery = mistakesBySureness(predictions)
    .slice(0, GALLERY)
    .map((n) => describePrediction(predictions, n));
  const compared = comparedIndices(content);
  const indices = [...selected, ...compared.values()];
  const { decisions } = content;
  const control = (row: number): Markup | null => (decisions ? decisionControl(decisions.pictureOf(row)) : null);
  const scriptHashes = [REPORT_SCRIPT_HASH, ...(decisions ? [DECISIONS_SCRIPT_HASH] : [])];

  return markup`${pageHead({ title, scriptHashes })}<body>
<main>
${headlineSection(result, { title, createdAt: content.createdAt ?? null, notes: content.notes ?? [] })}
${matrixSection(result.confusion_matrix)}
${result.against && comparisonSection(result.against, result.n, (row) => selected.length + [...compared.keys()].indexOf(row))}
${mistakesSection(gallery, result.errors, { control, bar: decisions ? decisionsBar() : null })}
${confidenceSection(result)}
${result.robustness && robustnessSection(result.robustness)}
${result.groups && groupsSection(result.groups)}
<div class="pair">
${classesSection(result.report)}
${configurationSection(content.configuration ?? {})}
</div>
${curvesSection(content.history ?? [])}
</main>
<dialog id="drawer" aria-labelledby="drawer-title">
<div class="drawer">
<div class="bar"><div><h2 id="drawer-title" data-part="title"></h2><p class="soft" data-part="count"></p></div><button type="button" data-part="close">Close</button></div>
<div class="body" data-part="body" tabindex="0" role="group" aria-labelledby="drawer-title"><ul class="cards" data-part="list"></ul></div>
</div>
</dialog>
${pictureData(predictions, indices, content.picture, selected.length)}
<script>${new Markup(REPORT_SCRIPT)}</script>
${
  decisions && gallery.length > 0
    ? markup`${decisionsBlock({ fingerprint: decisions.fingerprint, preprocessing: decisions.preprocessing, pictures: gallery.map(({ row }) => decisions.pictureOf(row)) })}
<script>${new Markup(DECISIONS_SCRIPT)}</script>`
    : null
}
</body>
</html>
`.text;
}

/** The rows that the comparison shows, and their indices into `predictions`. */
function comparedIndices({ result: { against }, predictions }: ReportContent): Map<number, number> {
  const pictures = [against?.fixed_pictures ?? [], against?.broken_pictures ?? []];
  const wanted = new Set(pictures.flatMap((kind) => kind.slice(0, COMPARED_PICTURES).map(({ row }) => row)));
  const found = new Map<number, number>();
  for (let n = 0; n < predictions.labels.length && found.size < wanted.size; n++) {
    const row = predictions.rows?.[n] ?? n;
    if (wanted.has(row)) found.set(row, n);
  }
  return found;
}
