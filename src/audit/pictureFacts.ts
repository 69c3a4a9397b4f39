import type { GrayImage } from '../image/pixels.js';
import { findInk } from '../ink/findInk.js';
import { isDarkOnLight } from '../ink/isDarkOnLight.js';

/** Facts about a picture that preprocessing hides. */
export interface PictureFacts {
  /**
   * True if the picture is taken for dark ink on light paper, false for light ink on dark paper.
   */
  readonly darkOnLight: boolean;
  /**
   * Share of the edge's pixels, 0..1, with full ink (at least half of the darkest); 0 without ink.
   */
  readonly inkOnEdge: number;
  /**
   * Distance of the ink's centre of mass from the picture's middle, as a share of the longer side,
   * 0..1; 0 without ink.
   */
  readonly offCentre: number;
}

/** The facts about one picture, given as luminance: 0 = black, 255 = white. */
export function pictureFacts(luminance: GrayImage): PictureFacts {
  const darkOnLight = isDarkOnLight(luminance);
  const picture = darkOnLight ? { ...luminance, data: luminance.data.map((value) => 255 - value) } : luminance;
  const found = findInk(picture);
  if (found === null) return { darkOnLight, inkOnEdge: 0, offCentre: 0 };
  const { width, height } = picture;
  const { left, top, width: boxWidth, height: boxHeight } = found.box;

  // The ink may have been averaged down to fewer pixels, so its mass is located relative to the
  // box.
  const { ink } = found;
  let [mass, x, y] = [0, 0, 0];
  ink.data.forEach((value, i) => {
    mass += value;
    x += value * ((i % ink.width) + 0.5);
    y += value * (Math.floor(i / ink.width) + 0.5);
  });
  const [centreX, centreY] = [left + (x / mass / ink.width) * boxWidth, top + (y / mass / ink.height) * boxHeight];
  const away = Math.hypot(centreX - width / 2, centreY - height / 2) / Math.max(width, height);

  const half = ink.data.reduce((largest, value) => Math.max(largest, value), 0) / 2;
  const isFull = (column: number, row: number): boolean => ink.data[row * ink.width + column] >= half;
  let onEdge = 0;
  for (let column = 0; column < ink.width; column++) {
    if (top === 0 && isFull(column, 0)) onEdge++;
    if (top + boxHeight >= height && isFull(column, ink.height - 1)) onEdge++;
  }
  for (let row = 0; row < ink.height; row++) {
    if (left === 0 && isFull(0, row)) onEdge++;
    if (left + boxWidth >= width && isFull(ink.width - 1, row)) onEdge++;
  }
  const scale = Math.max(boxWidth / ink.width, boxHeight / ink.height);
  return { darkOnLight, inkOnEdge: Math.min(1, (onEdge * scale) / (2 * (width + height) - 4)), offCentre: away };
}
