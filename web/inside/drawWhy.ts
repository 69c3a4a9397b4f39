import type { GrayImage } from '../../src/image/pixels.js';
import type { Region } from '../reader/lookInside.js';

export interface WhyPicture {
  readonly input: GrayImage;
  readonly windows: readonly Region[];
  /** How much the probability of the answer drops without each window, 0..1. */
  readonly losses: readonly number[];
  readonly erased: Region | null;
}

/** The strongest colour marks the largest loss of probability, or this loss if all are smaller. */
const LEAST = 0.002;

/**
 * Draws the ink and, over it, how much the answer depends on each pixel, in the colours of the
 * style sheet (`color` and `accent-color` of the canvas).
 */
export function drawWhy(canvas: HTMLCanvasElement, { input, windows, losses, erased }: WhyPicture): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { width: W, data: ink } = input;
  const cell = canvas.width / W;
  const { color, accentColor } = getComputedStyle(canvas);
  context.clearRect(0, 0, canvas.width, canvas.height);
  const paint = (style: string, alpha: number, [left, y, width, height]: Region): void => {
    context.fillStyle = style;
    context.globalAlpha = alpha;
    context.fillRect(left * cell, y * cell, width * cell, height * cell);
  };
  const isErased = (x: number, y: number): boolean =>
    erased !== null && x >= erased[0] && y >= erased[1] && x < erased[0] + erased[2] && y < erased[1] + erased[3];
  for (let i = 0; i < ink.length; i++) {
    const [x, y] = [i % W, Math.floor(i / W)];
    if (ink[i] > 0 && !isErased(x, y)) paint(color, (0.55 * ink[i]) / 255, [x, y, 1, 1]);
  }
  // Each pixel lies in up to four windows and gets their mean loss.
  const [sums, counts] = [new Float64Array(ink.length), new Uint8Array(ink.length)];
  windows.forEach(([left, y, width, height], n) => {
    for (let row = y; row < y + height; row++) {
      for (let x = left; x < left + width; x++) {
        sums[W * row + x] += losses[n];
        counts[W * row + x]++;
      }
    }
  });
  const means = sums.map((sum, i) => (counts[i] === 0 ? 0 : sum / counts[i]));
  const top = Math.max(LEAST, ...means);
  for (let i = 0; i < ink.length; i++) {
    const strength = means[i] / top;
    if (strength > 0.04) paint(accentColor, 0.8 * strength, [i % W, Math.floor(i / W), 1, 1]);
  }
  context.globalAlpha = 1;
  if (erased === null) return;
  context.strokeStyle = accentColor;
  context.lineWidth = 2;
  context.setLineDash([6, 4]);
  context.strokeRect(erased[0] * cell, erased[1] * cell, erased[2] * cell, erased[3] * cell);
  context.setLineDash([]);
}
