import type { Finding } from './finding.js';
import type { PictureFacts } from './pictureFacts.js';

/** Share of the longer side; 4 pixels of 28. MNIST's digits are within one pixel of the middle. */
const FAR = 1 / 7;

/**
 * A check of pictures before preprocessing. They are added one by one and not kept: ten bytes per
 * picture.
 */
export interface PictureCheck {
  add(row: number, facts: PictureFacts): void;
  findings(): Finding[];
}

/**
 * Looks for ink cut off by the edge, digits far from the middle, and pictures whose polarity
 * differs from the others', among `length` pictures of a data set.
 */
export function checkPictures(length: number): PictureCheck {
  const onEdge = new Float32Array(length);
  const offCentre = new Float32Array(length);
  const dark = new Uint8Array(length);
  const seen = new Uint8Array(length);

  const rowsWhere = (holds: (row: number) => boolean, by: Float32Array): Uint32Array =>
    Uint32Array.from(seen.keys())
      .filter((row) => seen[row] === 1 && holds(row))
      .sort((a, b) => by[b] - by[a] || a - b);

  return {
    add(row, facts) {
      seen[row] = 1;
      onEdge[row] = facts.inkOnEdge;
      offCentre[row] = facts.offCentre;
      dark[row] = facts.darkOnLight ? 1 : 0;
    },
    findings() {
      const n = seen.reduce((sum, value) => sum + value, 0);
      return [
        ...edgeFinding(
          rowsWhere((row) => onEdge[row] > 0, onEdge),
          n,
        ),
        ...centreFinding(
          rowsWhere((row) => offCentre[row] > FAR, offCentre),
          n,
          offCentre,
        ),
        ...polarityFinding(
          rowsWhere((row) => dark[row] === 1, onEdge),
          rowsWhere((row) => dark[row] === 0, onEdge),
        ),
      ];
    },
  };
}

function edgeFinding(indices: Uint32Array, n: number): Finding[] {
  if (indices.length === 0) return [];
  // If most digits touch the edge, they were cropped to their ink, and touching it says nothing.
  const cropped = indices.length > n / 2;
  const what = `${indices.length} of ${n} pictures (${percent(indices.length / n)}) have ink on their edge`;
  return [
    {
      kind: 'cut-off',
      severity: 'note',
      indices: cropped ? new Uint32Array(0) : indices,
      text: cropped
        ? `${what}: they seem to be cropped to their ink, so cut-off digits cannot be found.`
        : `${what} and may be cut off.`,
    },
  ];
}

function centreFinding(indices: Uint32Array, n: number, offCentre: Float32Array): Finding[] {
  if (indices.length === 0) return [];
  const farthest = percent(offCentre[indices[0]]);
  return [
    {
      kind: 'off-centre',
      severity: 'note',
      indices,
      text: `${indices.length} of ${n} pictures (${percent(indices.length / n)}) have their ink off the middle by more than a seventh of the longer side, at most by ${farthest}: 'classic' preprocessing leaves it there, 'normalised' centres it.`,
    },
  ];
}

function polarityFinding(dark: Uint32Array, light: Uint32Array): Finding[] {
  const [few, many] = dark.length <= light.length ? [dark, light] : [light, dark];
  if (few.length === 0) return [];
  const name = (rows: Uint32Array): string => (rows === dark ? 'dark on light' : 'light on dark');
  return [
    {
      kind: 'polarity',
      severity: 'warning',
      indices: few,
      text: `${few.length} of ${few.length + many.length} pictures are ${name(few)}, the others ${name(many)}: polarity is detected per picture, and a picture that is mostly ink is taken for the opposite.`,
    },
  ];
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}
