import { createRandom } from '../random.js';

/** A point [x, y]. */
type Point = readonly [number, number];

/** The tracks of a pen that writes each digit, in a box 0..1 from the top left. */
const DIGITS: readonly (readonly (readonly Point[])[])[] = [
  [arc(0.5, 0.5, 0.42, 0.5, -90, 270)],
  [
    [
      [0.3, 0.22],
      [0.55, 0],
      [0.55, 1],
    ],
  ],
  [[...arc(0.5, 0.28, 0.42, 0.28, -160, 30), [0.1, 1], [0.95, 1]]],
  [[...arc(0.45, 0.25, 0.4, 0.25, -150, 80), ...arc(0.45, 0.74, 0.48, 0.26, -80, 150)]],
  [
    [
      [0.6, 0],
      [0.05, 0.62],
      [0.98, 0.62],
    ],
    [
      [0.72, 0.35],
      [0.68, 1],
    ],
  ],
  [[[0.9, 0], [0.25, 0], [0.2, 0.42], ...arc(0.45, 0.68, 0.45, 0.32, -70, 150)]],
  [[[0.75, 0.02], [0.3, 0.35], ...arc(0.5, 0.7, 0.4, 0.3, 180, -180)]],
  [
    [
      [0.05, 0.03],
      [0.95, 0],
      [0.4, 1],
    ],
  ],
  [[...arc(0.5, 0.25, 0.34, 0.25, 90, -270), ...arc(0.5, 0.75, 0.42, 0.25, -90, 270)]],
  [[...arc(0.5, 0.3, 0.38, 0.3, 0, -360), [0.86, 0.35], [0.75, 1]]],
];

export interface PenOptions {
  /** How much the hand trembles, as a share of the digit's height. @default 0.01 */
  readonly jitter?: number;
  /** @default 1 */
  readonly seed?: number;
  /** @default false */
  readonly mirrored?: boolean;
}

/**
 * The tracks of a pen in a trembling hand that writes `digit`, 0..9, in a box 0..1 from the top
 * left.
 */
export function penTracks(digit: number, { jitter = 0.01, seed = 1, mirrored = false }: PenOptions = {}): Point[][] {
  const random = createRandom(seed, 0x70656e);
  const tremble = (): number => jitter * (2 * random.uniform() - 1);
  return DIGITS[digit].map((track) =>
    track.map(([x, y]): Point => {
      const trembling = tremble();
      return [(mirrored ? 1 - x : x) + trembling, y + tremble()];
    }),
  );
}

/**
 * Part of an ellipse. Angles are in degrees, 0 is to the right; the arc runs clockwise if `to` is
 * larger than `from`.
 */
function arc(x: number, y: number, rx: number, ry: number, from: number, to: number): Point[] {
  return Array.from({ length: 17 }, (_, i): Point => {
    const angle = ((from + ((to - from) * i) / 16) * Math.PI) / 180;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
  });
}
