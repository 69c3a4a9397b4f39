import { definedOnly } from '../definedOnly.js';
import { DatasetError } from '../errors.js';
import type { PipelineName } from '../ink/pipeline.js';

/** A person's decision about one picture of a data set. */
export interface Correction {
  /** Row of the data set. */
  readonly row: number;
  readonly name: string;
  /**
   * The first 16 hex digits of the SHA-256 of the input [784] that `preprocessing` makes from the
   * picture.
   */
  readonly content: string;
  /** The label in the data, 0..9. */
  readonly label: number;
  /**
   * relabel: the label is wrong; exclude: leave the picture out; keep: the label was checked and is
   * right.
   */
  readonly decision: 'relabel' | 'exclude' | 'keep';
  /** The new label, 0..9; present only with 'relabel'. */
  readonly to?: number;
}

/** The decisions in one file. The data itself is never changed. */
export interface Corrections {
  /** The preprocessing behind each decision's `content`. */
  readonly preprocessing: { readonly pipeline: PipelineName; readonly version: number };
  readonly decisions: readonly Correction[];
}

/** A data set's labels after corrections, per row. */
export interface CorrectedLabels {
  /** [N], 0..9 */
  readonly labels: Uint8Array;
  /** [N], 1 for pictures to leave out. */
  readonly excluded: Uint8Array;
}

const FORMAT = 'numerist-corrections';
const VERSION = 1;
const EXPECTED = `must be a ${FORMAT} file of version ${VERSION}, as the audit's page saves it`;

/**
 * Reads the text of a corrections file. Throws a DatasetError that says what is wrong and starts
 * with `path`.
 */
export function parseCorrections(text: string, path: string): Corrections {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new DatasetError(`${path}: ${EXPECTED}. Received text that is not JSON: ${String(cause)}.`, { cause });
  }
  const file = fieldsOf(json);
  const preprocessing = fieldsOf(file.preprocessing);
  const { pipeline, version } = preprocessing;
  const named = pipeline === 'classic' || pipeline === 'normalised' ? pipeline : null;
  if (file.format !== FORMAT || file.version !== VERSION || named === null || typeof version !== 'number') {
    throw new DatasetError(
      `${path}: ${EXPECTED}. Received format ${JSON.stringify(file.format)}, version ${JSON.stringify(file.version)}, preprocessing ${JSON.stringify(file.preprocessing)}.`,
    );
  }
  if (!Array.isArray(file.decisions)) {
    throw new DatasetError(`${path}: decisions must be a list. Received ${typeof file.decisions}.`);
  }
  const decisions = file.decisions.map((decision, i) => correctionOf(decision, `${path}: decision ${i + 1}`));
  const seen = new Set<number>();
  for (const { row } of decisions) {
    if (seen.has(row))
      throw new DatasetError(`${path}: there must be one decision per row. Received two for row ${row}.`);
    seen.add(row);
  }
  return { preprocessing: { pipeline: named, version }, decisions };
}

/** The text of a corrections file: JSON with one decision per line. */
export function formatCorrections({ preprocessing, decisions }: Corrections): string {
  const head = { format: FORMAT, version: VERSION, preprocessing };
  const lines = decisions.map((decision) => `\n${JSON.stringify(decision)}`);
  return `${JSON.stringify(head).slice(0, -1)},"decisions":[${lines.join(',')}\n]}\n`;
}

/** `labels` [N] with the decisions applied, in new arrays. */
export function applyCorrections(labels: Uint8Array, { decisions }: Corrections): CorrectedLabels {
  const corrected = Uint8Array.from(labels);
  const excluded = new Uint8Array(labels.length);
  for (const { row, decision, to } of decisions) {
    if (decision === 'exclude') excluded[row] = 1;
    if (to !== undefined) corrected[row] = to;
  }
  return { labels: corrected, excluded };
}

/** `3 labels were corrected and 1 picture was left out, as a.json says.` */
export function describeCorrections({ decisions }: Corrections, path: string): string {
  const count = (wanted: Correction['decision']): number =>
    decisions.filter(({ decision }) => decision === wanted).length;
  const [labels, pictures] = [count('relabel'), count('exclude')];
  return `${labels} ${labels === 1 ? 'label was' : 'labels were'} corrected and ${pictures} ${pictures === 1 ? 'picture was' : 'pictures were'} left out, as ${path} says.`;
}

function correctionOf(json: unknown, what: string): Correction {
  const { row, name, content, label, decision, to } = fieldsOf(json);
  const isDigit = (value: unknown): value is number =>
    Number.isInteger(value) && 0 <= Number(value) && Number(value) <= 9;
  const check = (fits: boolean, expected: string, received: unknown): void => {
    if (!fits) throw new DatasetError(`${what}: ${expected}. Received ${JSON.stringify(received)}.`);
  };
  check(Number.isInteger(row) && Number(row) >= 0, 'row must be a whole number from 0', row);
  check(typeof name === 'string', 'name must be a string', name);
  check(typeof content === 'string' && /^[0-9a-f]{16}$/.test(content), 'content must be 16 hex digits', content);
  check(isDigit(label), 'label must be 0 to 9', label);
  const known = decision === 'relabel' || decision === 'exclude' || decision === 'keep' ? decision : null;
  check(known !== null, 'decision must be relabel, exclude or keep', decision);
  check(isDigit(to) === (known === 'relabel'), 'to must be 0 to 9 with relabel, and absent otherwise', to);
  return definedOnly({
    row: Number(row),
    name: String(name),
    content: String(content),
    label: Number(label),
    decision: known ?? 'keep',
    to: isDigit(to) ? to : undefined,
  });
}

function fieldsOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : {};
}
