import { CANVAS_SIDE } from './canvas.js';
import type { Hand } from './hand.js';
import type { Track } from './skeleton.js';

const MIDDLE = CANVAS_SIDE / 2;
/** Free pixels between the ink of a single sign and the edges of the canvas. */
const MARGIN = 2;

/**
 * The tracks, moved to the middle of the canvas and made smaller if they do not fit; and their
 * height.
 */
export function fitted(
  tracks: readonly Track[],
  height: number,
  { pen }: Hand,
): [tracks: readonly Track[], height: number] {
  const [xs, ys] = ([0, 1] as const).map((k) => tracks.flatMap((track) => track.map((point) => point[k])));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, high] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const free = CANVAS_SIDE - 2 * (MARGIN + 1.5 * pen.radius * height);
  const scale = Math.min(1, free / Math.max(wide, high));
  const moved = tracks.map((track) =>
    track.map(([x, y]) => [MIDDLE + (x - left - wide / 2) * scale, MIDDLE + (y - top - high / 2) * scale] as const),
  );
  return [moved, height * scale];
}
