import type { EpochMetrics } from './charts/curveSvg.js';
import { mistakesBySureness, type EvaluationResult } from '../evaluation/evaluate.js';
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
  /** What `result` was made of. */
  readonly predictions: Predictions;
  /** Network input [784] of a data set's row, 0 = paper, 255 = ink; the array may be reused by the next call. */
  readonly picture: (row: number) => Uint8Array;
  /** @default 'Evaluation report' */
  readonly title?: string;
  /** When it was made, in words. */
  readonly createdAt?: string;
  /** Caveats: what a reader must know before believing the figure. */
  readonly notes?: readonly string[];
  /** The training behind the model. */
  readonly history?: readonly EpochMetrics[];
  /** Anything that JSON holds. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Lets a reader of the page decide about the mistakes' labels. @default no such control */
  readonly decisions?: Omit<DecisionsData, 'pictures'> & { readonly pictureOf: (row: number) => DecidedPicture };
}

/** Mistakes in the gallery. */
const GALLERY = 48;
/** 2,000 mistakes and 200 right answers make a page of about 2.6 MB, the most that it can be at 28 x 28. */
const MISTAKES = 2000;
const RIGHT_PER_DIGIT = 20;

/**
 * One HTML document that holds everything: it loads nothing, from no network and no other file, and its policy forbids any
 * script but its own. Without JavaScript all figures are there, only the pictures are not.
 */
export function renderReport(content: ReportContent): string {
  const { result, predictions } = content;
  const title = content.title ?? 'Evaluation report';
  const selected = selectPictures(predictions, {
    gallery: GALLERY,
    mistakes: MISTAKES,
    rightPerDigit: RIGHT_PER_DIGIT,
  });
  // The gallery's pictures are the first of the selected ones: both begin with the surest mistakes.
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
