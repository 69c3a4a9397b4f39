import type { RowPart } from '../datasets/dataset.js';
import type { Finding } from './finding.js';

/** A held-out picture with a variant of its drawing among the training pictures. */
export interface LeakedPicture {
  readonly row: number;
  /** The row of that variant. */
  readonly other: number;
  /** Share of unrelated pictures, 0..1, that match as well by chance; 0 for an exact copy. */
  readonly chance: number;
}

/** The result of comparing all pictures of a data set with each other. */
export interface DrawingFacts {
  /** [N], 0..9 */
  readonly labels: Uint8Array;
  /** [N], the part of each row; null if there are no parts. */
  readonly parts: readonly (RowPart | null)[] | null;
  /** [N], for each row the first row with the same picture. */
  readonly copies: Uint32Array;
  /** For each row with a variant anywhere in the data, the surest variant. Ascending by row. */
  readonly variants: readonly LeakedPicture[];
  /** [N], the number of the drawing that each row is a variant of. */
  readonly drawings: Uint32Array;
  readonly leaked: readonly LeakedPicture[];
  /** Share of unrelated pictures, 0..1, that is flagged by chance. */
  readonly limit: number;
}

/** Chance alone leaks less than this share of the held-out pictures. */
const LEAKY = 0.01;

/**
 * Reports leaks between the parts, exact copies, variants of one drawing, and drawings with two
 * labels.
 */
export function drawingFindings(facts: DrawingFacts): Finding[] {
  return [...leakFinding(facts), ...duplicateFinding(facts), ...variantFinding(facts), ...conflictFinding(facts)];
}

function leakFinding({ labels, parts, leaked, limit }: DrawingFacts): Finding[] {
  if (parts === null) return [];
  const heldOut = labels.map((_, row) => (parts[row] === 'test' || parts[row] === 'val' ? 1 : 0));
  const countOf = (isOne: boolean): number =>
    heldOut.reduce((n, held, row) => n + (held && (labels[row] === 1) === isOne ? 1 : 0), 0);
  const leakedOf = (isOne: boolean): number => leaked.filter(({ row }) => (labels[row] === 1) === isOne).length;
  if (leaked.length === 0) return [];
  const [n, ones] = [countOf(false), countOf(true)];
  const severe = leakedOf(false) > LEAKY * n || leakedOf(true) > LEAKY * ones;
  const sorted = [...leaked].sort((a, b) => a.chance - b.chance || a.row - b.row);
  return [
    {
      kind: 'leak',
      severity: severe ? 'error' : 'note',
      indices: Uint32Array.from(sorted, ({ row }) => row),
      details: sorted.map(({ row, other, chance }) => ({
        other,
        text: `${labels[row]} in ${parts[row] ?? 'train'}, ${labels[other]} in train; ${describeChance(chance)}`,
      })),
      text:
        `${share(leakedOf(false), n)} held-out pictures have a variant of the same drawing in the training part, and ${share(leakedOf(true), ones)} of the digit 1. ` +
        (severe
          ? 'A model can have memorised them: its score on them says nothing about new drawings.'
          : `Chance alone makes about ${percent(limit)}.`),
    },
  ];
}

function duplicateFinding({ labels, copies }: DrawingFacts): Finding[] {
  const rows = Uint32Array.from(copies.keys()).filter((row) => copies[row] !== row);
  if (rows.length === 0) return [];
  return [
    {
      kind: 'duplicate',
      severity: 'warning',
      indices: rows,
      details: Array.from(rows, (row) => ({
        other: copies[row],
        text: `${labels[row]}, the same picture as a ${labels[copies[row]]}`,
      })),
      text: `${share(rows.length, labels.length)} pictures are exact copies of an earlier one.`,
    },
  ];
}

function variantFinding({ labels, variants, drawings, limit }: DrawingFacts): Finding[] {
  if (variants.length === 0) return [];
  const sorted = [...variants].sort((a, b) => a.chance - b.chance || a.row - b.row);
  const found = new Set(drawings).size;
  const ones = sorted.filter(({ row }) => labels[row] === 1).length;
  const severe = sorted.length > LEAKY * labels.length;
  return [
    {
      kind: 'near-duplicate',
      severity: severe ? 'warning' : 'note',
      indices: Uint32Array.from(sorted, ({ row }) => row),
      details: sorted.map(({ row, other, chance }) => ({
        other,
        text: `${labels[row]} like a ${labels[other]}; ${describeChance(chance)}`,
      })),
      text:
        `${share(sorted.length, labels.length)} pictures are variants of the same drawing as another picture (${ones} of them show the digit 1). ` +
        (severe
          ? `There are about ${found} drawings: use numerist split --by drawing to keep each in one part.`
          : `Chance alone makes about ${percent(limit)}.`),
    },
  ];
}

/** Reports drawings or pictures with two labels: at least one of the labels is wrong. */
function conflictFinding({ labels, copies, variants }: DrawingFacts): Finding[] {
  const copied = Array.from(copies, (other, row) => ({ row, other, chance: 0 })).filter(
    ({ row, other }) => other !== row,
  );
  const conflicts = [...copied, ...variants]
    .filter(({ row, other }) => labels[row] !== labels[other])
    .sort((a, b) => a.chance - b.chance || a.row - b.row);
  if (conflicts.length === 0) return [];
  return [
    {
      kind: 'label-conflict',
      severity: 'warning',
      indices: Uint32Array.from(conflicts, ({ row }) => row),
      details: conflicts.map(({ row, other, chance }) => ({
        other,
        text: `labelled ${labels[row]} here and ${labels[other]} there; ${describeChance(chance)}`,
      })),
      text: `The labels of ${conflicts.length} pictures differ from that of a variant of the same drawing.`,
    },
  ];
}

function describeChance(chance: number): string {
  return chance === 0 ? 'the same picture' : `by chance ${chance.toPrecision(1)}`;
}

function share(count: number, of: number): string {
  return `${count.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}${of > 0 ? ` (${percent(count / of)})` : ''}`;
}

function percent(value: number): string {
  return `${Number((value * 100).toPrecision(3))} %`;
}
