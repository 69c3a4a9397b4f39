import { INPUT_LENGTH, INPUT_SIDE } from '../ink/pipeline.js';
import { createBlur } from './blur.js';
import { type EvenDrawing, evenWidth } from './evenWidth.js';
import { type InkFrame, sampleAt } from './inkFrame.js';
import { createRegistration, type Registration, type Template } from './registration.js';
import { widen } from './strokeWidth.js';

/** Finds roughly how one drawing lies over another, from any start that is near. */
export const coarse = createRegistration(14, 2.6);
/** Measures how well it lies there. */
export const fine = createRegistration(26, 2.5);

/** Strokes are widened in steps of this many pixels on each side. */
const WIDTH_STEP = 0.2;

const softenMuch = createBlur(1.2);
const softenLittle = createBlur(0.5);
const spread = createBlur(2);

/** One picture, with what registration needs of it; each part is made when it is first asked for. */
export class Drawing {
  readonly ink: Uint8Array;
  readonly even: EvenDrawing;
  #coarse: Template | undefined;
  readonly #pictures = new Map<number, Float32Array>();
  readonly #templates = new Map<number, Template>();

  /** `ink` [28, 28], 0 = paper, 255 = ink, with some ink in it. */
  constructor(ink: Uint8Array, even: EvenDrawing) {
    this.ink = ink;
    this.even = even;
  }

  get coarseTemplate(): Template {
    if (this.#coarse === undefined) {
      const soft = new Float32Array(INPUT_LENGTH);
      softenMuch(this.even.ink, soft);
      this.#coarse = templateOf(soft, this.even.frame, coarse);
    }
    return this.#coarse;
  }

  /** The template of the drawing with strokes as wide as `width`, in units of the frame; its own where that is less. */
  fineTemplate(width: number): Template {
    const steps = this.#stepsTo(width);
    let template = this.#templates.get(steps);
    if (template === undefined) {
      template = templateOf(evenInk(widen(this.ink, steps * WIDTH_STEP)), this.even.frame, fine);
      this.#templates.set(steps, template);
    }
    return template;
  }

  /** The drawing in its frame [side, side], with strokes as wide as `width`, in units of the frame; its own where that is less. */
  finePicture(width: number): Float32Array {
    const steps = this.#stepsTo(width);
    let picture = this.#pictures.get(steps);
    if (picture === undefined) {
      picture = inFrame(evenInk(widen(this.ink, steps * WIDTH_STEP)), this.even.frame, fine);
      this.#pictures.set(steps, picture);
    }
    return picture;
  }

  #stepsTo(width: number): number {
    return Math.round(Math.max(((width - this.even.width) * this.even.frame.scale) / 2, 0) / WIDTH_STEP);
  }
}

/** The drawing in `ink` [28, 28]; null where there is none. */
export function drawingOf(ink: Uint8Array): Drawing | null {
  const even = evenWidth(ink);
  return even === null ? null : new Drawing(ink, even);
}

/** Bytes of one coarse picture. */
export const COARSE_LENGTH = coarse.side ** 2;

/** Writes the coarse picture of a drawing to `out` [COARSE_LENGTH], 0..255. */
export function coarsePicture({ ink, frame }: EvenDrawing, out: Uint8Array): void {
  const soft = new Float32Array(INPUT_LENGTH);
  softenMuch(ink, soft);
  const picture = inFrame(soft, frame, coarse);
  let most = 0;
  for (const value of picture) if (value > most) most = value;
  for (let i = 0; i < COARSE_LENGTH; i++) out[i] = Math.round((picture[i] * 255) / most);
}

/** Ink as dark as its surroundings say: strokes get one darkness, however pale or thin they are. */
function evenInk(ink: ArrayLike<number>): Float32Array {
  const [soft, around] = [new Float32Array(INPUT_LENGTH), new Float32Array(INPUT_LENGTH)];
  softenLittle(ink, soft);
  for (let i = 0; i < INPUT_LENGTH; i++) around[i] = soft[i] * soft[i];
  spread(around, around);
  let most = 0;
  for (const value of around) if (value > most) most = value;
  for (let i = 0; i < INPUT_LENGTH; i++) {
    const value = 0.7 * soft[i];
    soft[i] = value / Math.sqrt(around[i] + 0.01 * most + value * value);
  }
  return soft;
}

function templateOf(picture: Float32Array, frame: InkFrame, level: Registration): Template {
  return level.template(inFrame(picture, frame, level), inFrame(edgesOf(picture), frame, level));
}

/** Steepness [28, 28]: what is added to ink where strokes get wider. */
function edgesOf(picture: Float32Array): Float32Array {
  const edges = new Float32Array(INPUT_LENGTH);
  for (let y = 1; y < INPUT_SIDE - 1; y++) {
    for (let x = 1; x < INPUT_SIDE - 1; x++) {
      const i = y * INPUT_SIDE + x;
      const [across, down] = [picture[i + 1] - picture[i - 1], picture[i + INPUT_SIDE] - picture[i - INPUT_SIDE]];
      edges[i] = Math.sqrt(across * across + down * down) / 2;
    }
  }
  return edges;
}

function inFrame(picture: Float32Array, frame: InkFrame, { side, reach }: Registration): Float32Array {
  const out = new Float32Array(side * side);
  const step = (2 * reach) / (side - 1);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [u, v] = [column * step - reach, row * step - reach];
      out[row * side + column] = sampleAt(
        picture,
        frame.x + frame.xx * u + frame.xy * v,
        frame.y + frame.xy * u + frame.yy * v,
      );
    }
  }
  return out;
}
