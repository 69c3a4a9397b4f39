import type { Correction, Corrections } from '../datasets/corrections.js';
import { markup, Markup } from './charts/markup.js';

/** A picture on a page about which a person can decide. */
export type DecidedPicture = Omit<Correction, 'decision' | 'to'>;

/** What a page needs to save decisions as a corrections file. */
export interface DecisionsData {
  /**
   * Fingerprint of the data set. The browser stores decisions under it, so all pages of the same
   * data share them.
   */
  readonly fingerprint: string;
  readonly preprocessing: Corrections['preprocessing'];
  /** The pictures with a control on this page. */
  readonly pictures: readonly DecidedPicture[];
}

/**
 * The control of one picture: a list whose entries are chosen by their first character, `7` for
 * 'this is a 7', `k` for keep, `e` for exclude. A page may have several controls for the same row;
 * they change together. Screen readers read `name` out with it.
 */
export function decisionControl({ row, name, label }: DecidedPicture): Markup {
  const others = Array.from({ length: 10 }, (_, digit) => digit).filter((digit) => digit !== label);
  return markup`<select class="decision" data-decision="${row}" aria-label="Decision on ${name}, labelled ${label}"><option value="">undecided</option><option value="keep">keep ${label}</option><option value="exclude">exclude</option>${others.map((digit) => markup`<option value="${digit}">${digit} is right</option>`)}</select>`;
}

/** The bar that shows the number of decisions and saves them. Put it on the page once. */
export function decisionsBar(): Markup {
  return markup`<div class="decisions" id="decisions-bar" hidden>
<p role="status"><span data-part="count"></span> <span data-part="kept"></span></p>
<button type="button" data-part="save">Save corrections.json</button>
</div>
`;
}

/** The page's data block, read by `DECISIONS_SCRIPT`. */
export function decisionsBlock(data: DecisionsData): Markup {
  // Only the texts "</script" and "<!--" end a data block: without "<" nothing does.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return new Markup(`<script type="application/json" id="decisions">${json}</script>`);
}

/** Uses the variables of the report's style sheet. */
export const DECISIONS_STYLE = `
.decision{font:inherit;font-size:.875rem;min-height:32px;max-width:100%;margin-top:.25rem;padding:0 .25rem;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:6px}
.decision.decided{border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.decisions{position:sticky;bottom:0;display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center;justify-content:space-between;margin-top:2rem;padding:.75rem 0;background:var(--paper);border-top:1px solid var(--line)}
.decisions[hidden]{display:none}
.decisions button{min-height:44px;padding:0 1rem;border:1px solid var(--line);border-radius:6px;background:none}
.decisions button:hover:enabled{border-color:var(--ink)}
`;
