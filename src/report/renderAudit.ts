import type { Finding, FindingKind } from '../audit/finding.js';
import { formatCount } from './text/formatHeadline.js';
import { markup, Markup } from './charts/markup.js';
import { decisionControl, decisionsBar, decisionsBlock, type DecidedPicture, type DecisionsData } from './decisions.js';
import { DECISIONS_SCRIPT, DECISIONS_SCRIPT_HASH } from './decisionsScript.js';
import { lastPart } from './lastPart.js';
import { pageHead } from './pageHead.js';

export interface AuditContent {
  readonly source: string;
  readonly images: number;
  readonly findings: readonly Finding[];
  /** Returns the picture of a row as a PNG file in base64, dark ink on white. */
  readonly png: (row: number) => string;
  readonly decisions: Omit<DecisionsData, 'pictures'> & { readonly pictureOf: (row: number) => DecidedPicture };
  /** When the page was made, in words. */
  readonly createdAt: string;
  readonly notes: readonly string[];
}

const FINDING_TITLES: Readonly<Record<FindingKind, string>> = {
  leak: 'Leaks between the parts',
  duplicate: 'Exact copies',
  'near-duplicate': 'Variants of one drawing',
  'label-conflict': 'One drawing, two labels',
  'label-error': 'Likely label errors',
  'class-balance': 'Class balance',
  'missing-class': 'Missing classes',
  blank: 'Pictures without ink',
  'cut-off': 'Cut off by the edge',
  'off-centre': 'Off centre',
  polarity: 'Opposite polarity',
  transposed: 'Turned or mirrored',
};

/** Number of pictures shown per finding, at most. */
const SHOWN = 48;

const STYLE = `
.findings{display:grid;gap:.25rem}
.findings a{color:inherit}
.severity{display:inline-block;min-width:4.5rem;font-weight:600}
.severity.error{color:var(--accent)}
.twin{display:flex;gap:.25rem}
.twin .frame{flex:1;width:auto;height:auto;aspect-ratio:1;background:#fff;margin-bottom:.4rem}
.twin img{display:block;width:100%;height:100%;image-rendering:pixelated;border-radius:6px}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(10rem,1fr));gap:1.5rem 1rem}
`;

/**
 * Renders one HTML document with all findings of an audit, their pictures beside their
 * counterparts, and a control for deciding about each. It loads nothing, and its content security
 * policy forbids any script but its own.
 */
export function renderAudit(content: AuditContent): string {
  const { source, images, findings, decisions } = content;
  const shown = [...new Set(findings.flatMap(({ indices }) => Array.from(indices.subarray(0, SHOWN))))];
  return markup`${pageHead({ title: `Audit of ${source}`, scriptHashes: [DECISIONS_SCRIPT_HASH], style: STYLE })}<body>
<main>
<header>
<div class="headline">
<h1>Audit of ${source}</h1>
<p class="figure">${formatCount(findings.length)}</p>
<p class="lead">${findings.length === 1 ? 'finding' : 'findings'} in ${formatCount(images)} pictures</p>
<p class="soft">${content.createdAt}</p>
</div>
<div class="measured">
<h2>What was found</h2>
<ul class="findings">${findings.map(
    (finding, i) =>
      markup`<li><span class="severity ${finding.severity}">${finding.severity}</span> <a href="#finding-${i}">${FINDING_TITLES[finding.kind]}</a>${finding.indices.length > 0 ? ` (${formatCount(finding.indices.length)})` : ''}</li>`,
  )}</ul>
</div>
${
  content.notes.length === 0
    ? null
    : markup`<aside class="notes"><h2>How it was checked</h2><ul>${content.notes.map((note) => markup`<li>${note}</li>`)}</ul></aside>`
}
</header>
${findings.map((finding, i) => section(finding, i, content))}
${shown.length === 0 ? null : decisionsBar()}
</main>
${
  shown.length === 0
    ? null
    : markup`${decisionsBlock({ fingerprint: decisions.fingerprint, preprocessing: decisions.preprocessing, pictures: shown.map((row) => decisions.pictureOf(row)) })}
<script>${new Markup(DECISIONS_SCRIPT)}</script>`
}
</body>
</html>
`.text;
}

function section(finding: Finding, number: number, content: AuditContent): Markup {
  const { kind, severity, indices, text } = finding;
  const more = indices.length - SHOWN;
  return markup`<section aria-labelledby="finding-${number}">
<h2 id="finding-${number}">${FINDING_TITLES[kind]}</h2>
<p class="soft"><span class="severity ${severity}">${severity}</span> ${text}${more > 0 ? ` The first ${SHOWN} are shown.` : ''}</p>
<ul class="pictures">
${Array.from(indices.subarray(0, SHOWN), (row, i) => card(finding, row, i, content))}</ul>
</section>
`;
}

function card({ details }: Finding, row: number, i: number, { png, decisions }: AuditContent): Markup {
  const picture = decisions.pictureOf(row);
  const detail = details?.[i];
  const other = detail?.other;
  const image = (shown: number, text: string): Markup =>
    markup`<span class="frame"><img width="28" height="28" src="data:image/png;base64,${png(shown)}" alt="${text}"></span>`;
  return markup`<li><div class="twin">${image(row, `${picture.name}, labelled ${picture.label}`)}${other === undefined ? null : image(other, 'the picture that it is compared with')}</div><div class="words"><strong>${detail?.text ?? `labelled ${picture.label}`}</strong><span class="name" title="${picture.name}">${lastPart(picture.name)}</span>${decisionControl(picture)}</div></li>
`;
}
