import type { Track } from './skeleton.js';

/** Distance between neighbouring points of a smooth line, in a box of side 1. */
const STEP = 0.06;

/**
 * A smooth line through `points`, in a box of side 1: a Catmull-Rom spline, returned as closely
 * spaced points.
 */
export function smoothTrack(points: Track): Track {
  const track: (readonly [number, number])[] = points.slice(0, 1);
  for (let i = 0; i + 1 < points.length; i++) {
    const [b, c] = [points[i], points[i + 1]];
    const a = i === 0 ? b : points[i - 1];
    const d = i + 2 < points.length ? points[i + 2] : c;
    const steps = Math.max(1, Math.ceil(Math.sqrt((c[0] - b[0]) ** 2 + (c[1] - b[1]) ** 2) / STEP));
    for (let step = 1; step <= steps; step++) {
      const t = step / steps;
      const along = (k: 0 | 1): number => {
        const curve = 2 * a[k] - 5 * b[k] + 4 * c[k] - d[k] + t * (3 * (b[k] - c[k]) + d[k] - a[k]);
        return b[k] + 0.5 * t * (c[k] - a[k] + t * curve);
      };
      track.push([along(0), along(1)]);
    }
  }
  return track;
}
