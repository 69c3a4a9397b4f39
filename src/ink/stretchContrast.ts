import type { GrayImage } from '../image/pixels.js';
import { histogramOf } from './histogramOf.js';

/** Share of the inked pixels that become full ink. */
const FULL_SHARE = 0.1;

const histogram = new Uint32Array(256);

/**
 * Scales ink so that its darkest tenth reaches 255: thin strokes that faded when they were scaled
 * down regain their strength.
 */
export function stretchContrast(ink: GrayImage): GrayImage {
  histogramOf(ink.data, histogram);
  let rest = (ink.data.length - histogram[0]) * FULL_SHARE;
  let full = 255;
  for (; full > 1; full--) {
    rest -= histogram[full];
    if (rest <= 0) break;
  }
  if (full === 255) return ink;
  const data = new Uint8Array(ink.data.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.min(255, (ink.data[i] * 255) / full + 0.5);
  return { width: ink.width, height: ink.height, data };
}
