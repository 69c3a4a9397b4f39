import type { GrayImage } from '../image/pixels.js';
import type { Track } from './skeleton.js';

/** Side of the canvas on which signs are drawn, in pixels: a few times the network's input. */
export const CANVAS_SIDE = 72;

/** An empty canvas of ink. */
export function emptyCanvas(): GrayImage {
  return { width: CANVAS_SIDE, height: CANVAS_SIDE, data: new Uint8Array(CANVAS_SIDE * CANVAS_SIDE) };
}

/**
 * Puts full ink wherever a round pen touches on its way along `track`, in pixels. Its radius, in
 * pixels, is the same everywhere or given for each point. The edges are smooth.
 */
export function drawTrack({ width, height, data }: GrayImage, track: Track, radius: number | readonly number[]): void {
  for (let i = 0; i < track.length; i++) {
    const [ax, ay] = track[Math.max(0, i - 1)];
    const [bx, by] = track[i];
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy;
    const [first, last] = typeof radius === 'number' ? [radius, radius] : [radius[Math.max(0, i - 1)], radius[i]];
    const reach = Math.max(first, last) + 1;
    const right = Math.min(width - 1, Math.ceil(Math.max(ax, bx) + reach));
    const bottom = Math.min(height - 1, Math.ceil(Math.max(ay, by) + reach));
    for (let y = Math.max(0, Math.floor(Math.min(ay, by) - reach)); y <= bottom; y++) {
      for (let x = Math.max(0, Math.floor(Math.min(ax, bx) - reach)); x <= right; x++) {
        const [px, py] = [x + 0.5 - ax, y + 0.5 - ay];
        const along = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length));
        const [away, off] = [px - along * dx, py - along * dy];
        const square = away * away + off * off;
        if (square > reach * reach) continue;
        const distance = Math.sqrt(square) - along * (last - first);
        const ink = Math.round(255 * Math.min(1, Math.max(0, first + 0.5 - distance)));
        const at = y * width + x;
        if (ink > data[at]) data[at] = ink;
      }
    }
  }
}
