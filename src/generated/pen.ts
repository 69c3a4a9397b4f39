import type { GrayImage } from '../image/pixels.js';
import type { Random } from '../random.js';
import { between } from './between.js';
import { drawTrack } from './canvas.js';
import type { Range, Track } from './skeleton.js';
import { smoothStep } from './smoothStep.js';
import { distanceOf } from './smoothTrack.js';

/** A pen and how it is pressed. Shares are of the half width of its line. */
export interface Pen {
  /** Half the width of its line, as a share of the height of what is written. */
  readonly radius: number;
  /** Share of the width that is lost along the nib's edge: a broad nib. */
  readonly contrast: number;
  /** Direction of the nib's edge, of length 1. */
  readonly edge: readonly [x: number, y: number];
  /** Share of the width that is lost on the way up: a pointed pen, a brush. */
  readonly swell: number;
  /** How much the width changes along a stroke. */
  readonly pressure: number;
  /** Share of the width that is lost at the end of a stroke, and, by half, at its beginning. */
  readonly taper: number;
  /** Chance that a stroke has a gap, as a dry ball pen leaves. */
  readonly gaps: number;
}

const NONE: Range = [0, 0];

/** The ranges of each kind of pen. */
const KINDS: readonly Readonly<Record<Exclude<keyof Pen, 'edge'>, Range>>[] = [
  // ball pen
  { radius: [0.02, 0.042], contrast: NONE, swell: [0, 0.15], pressure: [0.05, 0.2], taper: [0, 0.4], gaps: [0, 0.08] },
  // fine liner, fibre tip
  { radius: [0.03, 0.06], contrast: NONE, swell: NONE, pressure: [0.02, 0.1], taper: [0, 0.15], gaps: NONE },
  // felt tip
  { radius: [0.055, 0.095], contrast: [0, 0.2], swell: NONE, pressure: [0.03, 0.12], taper: [0, 0.1], gaps: NONE },
  // broad nib
  { radius: [0.035, 0.075], contrast: [0.35, 0.7], swell: NONE, pressure: [0, 0.1], taper: [0, 0.2], gaps: NONE },
  // pointed pen, brush
  { radius: [0.035, 0.09], contrast: NONE, swell: [0.3, 0.6], pressure: [0.1, 0.3], taper: [0.3, 0.8], gaps: NONE },
  // pencil
  { radius: [0.022, 0.05], contrast: NONE, swell: [0, 0.2], pressure: [0.1, 0.3], taper: [0, 0.4], gaps: [0, 0.05] },
];

/** Radius in pixels below which a line would vanish. */
export const THINNEST = 0.7;
/** Length of the pieces of a stroke that have a pressure of their own, as a share of the height. */
const PRESSED = 0.3;

/** A random pen of a random kind. */
export function createPen(random: Random): Pen {
  const kind = KINDS[random.below(KINDS.length)];
  const of = ([low, high]: Range): number => between(random, low, high);
  const turn = between(random, 0.12, 0.45); // tangent of half the angle: 14 to 49 degrees
  return {
    radius: of(kind.radius),
    contrast: of(kind.contrast),
    edge: [(1 - turn * turn) / (1 + turn * turn), (-2 * turn) / (1 + turn * turn)],
    swell: of(kind.swell),
    pressure: of(kind.pressure),
    taper: of(kind.taper),
    gaps: of(kind.gaps),
  };
}

/** Draws tracks, in pixels, with a pen whose width suits a drawing of `height` pixels. */
export function inkTracks(
  picture: GrayImage,
  tracks: readonly Track[],
  { pen, height }: { readonly pen: Pen; readonly height: number },
  random: Random,
): void {
  for (const track of tracks) {
    const radii = radiiAlong(track, pen, height, random);
    for (const [from, to] of inkedParts(track, radii, pen, random)) {
      drawTrack(picture, track.slice(from, to), radii.slice(from, to));
    }
  }
}

/** The parts of a stroke that have ink: all of it, or what is left and right of a gap. */
function inkedParts(track: Track, radii: readonly number[], pen: Pen, random: Random): Range[] {
  const { length } = track;
  if (random.uniform() >= pen.gaps || length < 24) return [[0, length]];
  // The round ends of the line cover a part of the gap.
  const covered = (2 * radii[length >> 1]) / Math.max(0.1, distanceOf(track[0], track[1]));
  const gap = Math.min(Math.round(covered + length * between(random, 0.01, 0.03)), length >> 2);
  const from = Math.round(between(random, 0.15, 0.85) * (length - gap));
  return [
    [0, from],
    [from + gap, length],
  ];
}

function radiiAlong(track: Track, pen: Pen, height: number, random: Random): number[] {
  const full = pen.radius * height * between(random, 0.92, 1.08);
  const lengths = track.map((point, i) => distanceOf(track[Math.max(0, i - 1)], point));
  const whole = Math.max(
    1e-6,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  const knots = Array.from({ length: 3 + Math.ceil(whole / (PRESSED * height)) }, () => between(random, -1, 1));
  const fade = Math.min(0.5 * whole, 0.35 * height);
  let along = 0;
  const raw = track.map((point, i) => {
    along += lengths[i];
    const ends = Math.max(0, 1 - (whole - along) / fade, 0.5 * (1 - along / fade));
    const pressed = 1 + pen.pressure * valueAt(knots, along / (PRESSED * height));
    return full * pressed * byDirection(track, i, pen) * (1 - pen.taper * ends * ends);
  });
  // A nib turns its edge little by little.
  return raw.map((value, i) => {
    const [before, after] = [raw[Math.max(0, i - 1)], raw[Math.min(raw.length - 1, i + 1)]];
    return Math.max(THINNEST, (before + 2 * value + after) / 4);
  });
}

/** The share of the pen's width that is left where a stroke has the direction it has at point i. */
function byDirection(track: Track, i: number, pen: Pen): number {
  const [ax, ay] = track[Math.max(0, i - 1)];
  const [bx, by] = track[Math.min(track.length - 1, i + 1)];
  return widthToward(bx - ax, by - ay, pen);
}

/** The share of the pen's width that is left where it moves by (dx, dy). */
export function widthToward(dx: number, dy: number, { contrast, edge, swell }: Pen): number {
  const length = Math.sqrt(dx * dx + dy * dy);
  if (length === 0) return 1;
  const across = Math.abs(dx * edge[1] - dy * edge[0]) / length;
  const down = (1 + dy / length) / 2;
  return (1 - contrast * (1 - across)) * (1 - swell * (1 - down));
}

/** A line through `knots` at 0, 1, 2..., level at each of them. */
export function valueAt(knots: readonly number[], at: number): number {
  const i = Math.min(knots.length - 2, Math.max(0, Math.floor(at)));
  return knots[i] + (knots[i + 1] - knots[i]) * smoothStep(at - i);
}
