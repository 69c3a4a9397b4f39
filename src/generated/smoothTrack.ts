import type { Track } from './skeleton.js';

/** Distance between neighbouring points of a smooth line, in a box of side 1. */
const STEP = 0.03;

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
    const steps = Math.max(1, Math.ceil(distanceOf(b, c) / STEP));
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

/**
 * The same line as points at equal distances of about `step`. Then each point is moved `passes`
 * times toward the middle of its neighbours, which rounds the corners; the ends stay where they
 * are.
 */
export function evenTrack(track: Track, step: number, passes: number): Track {
  const lengths = track.map((point, i) => distanceOf(track[Math.max(0, i - 1)], point));
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  const count = Math.max(2, Math.round(whole / step));
  let [i, begun] = [1, 0];
  let line = Array.from({ length: count + 1 }, (_, k): readonly [number, number] => {
    const at = (whole * k) / count;
    while (i < track.length - 1 && begun + lengths[i] < at) begun += lengths[i++];
    const t = lengths[i] === 0 ? 0 : Math.min(1, (at - begun) / lengths[i]);
    const [[ax, ay], [bx, by]] = [track[i - 1], track[i]];
    return [ax + t * (bx - ax), ay + t * (by - ay)];
  });
  for (let pass = 0; pass < passes; pass++) {
    line = line.map(([x, y], k) => {
      if (k === 0 || k === count) return [x, y];
      const [[ax, ay], [bx, by]] = [line[k - 1], line[k + 1]];
      return [(ax + 2 * x + bx) / 4, (ay + 2 * y + by) / 4];
    });
  }
  return line;
}

export function distanceOf([ax, ay]: Track[number], [bx, by]: Track[number]): number {
  return Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
}
