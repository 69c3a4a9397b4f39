import type { GrayImage } from '../../image/pixels.js';
import { crop, type Box } from '../../ink/crop.js';
import { extractInk } from '../../ink/extractInk.js';
import { inkBox } from '../../ink/inkBox.js';
import type { Pipeline } from '../../ink/pipeline.js';
import { pipelines } from '../../ink/pipelines.js';
import { createRandom, type Random } from '../../random.js';
import { drawDigit } from '../drawDigit.js';
import { generatePicture } from '../generatePicture.js';
import { isUpright } from '../isUpright.js';
import { paintPaper, type Stamp } from '../paper/paintPaper.js';
import { rewriteInk } from '../rewriteInk.js';
import { afterwards } from './afterwards.js';
import type { MadePaper } from './scene.js';
import { drawScene } from './scenes.js';
import type { ViewPlan, ViewSources } from './viewPlan.js';

/** Separates these random numbers from others with the same seed. */
const STREAM = 0x76696577;
/** After so many pictures in which nothing was found, the digit is taken as it is. */
const ATTEMPTS = 40;
/** The least shares of the digit's box and of the found ink's box that both cover. */
const [COVERED, FILLED] = [0.5, 0.3];
const NOT_A_DIGIT = 10;

interface Shape {
  readonly stamp: Stamp;
  readonly label: number;
}

/** One picture on made paper, as the network sees it. */
export interface View {
  readonly input: Uint8Array;
  /** 0..9, or 10 for a picture that is not a digit. */
  readonly label: number;
  /** Whether the ink that was found is where the digit was written; true if there is no digit. */
  readonly isFound: boolean;
}

/**
 * Picture `index` of a plan: a shape on a sheet, photographed, and then read as the product reads
 * every picture, by `extractInk` and the pipeline. Another one is made if no ink is found or if it
 * is in doubt. The same bytes on every machine.
 */
export function makeView(plan: ViewPlan, sources: ViewSources, index: number): View {
  const pipeline = pipelines[plan.pipeline];
  const kind = createRandom(plan.seed, STREAM, index);
  const isDigit = kind.uniform() >= plan.notDigits;
  const source = kind.uniform();
  const row = kind.below(sources.people.labels.length);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const random = createRandom(plan.seed, STREAM, index, attempt);
    const shape = isDigit
      ? drawShape(plan, sources, pipeline, { source, row }, random)
      : drawOther(plan, index, attempt);
    if (shape === null) continue;
    const read = readMade(plan, sources, pipeline, shape, random);
    if (read === null || (plan.foundOnly && !read.isFound)) continue;
    if (!isDigit && isUpright(read.input, pipeline.input)) continue;
    return { ...read, label: shape.label };
  }
  return { input: inputOf(sources.people.inputs, pipeline, row), label: sources.people.labels[row], isFound: true };
}

/** A digit of a person, of a form or of a font. Null if it has no ink. */
function drawShape(
  { forms, fonts, formSet }: ViewPlan,
  sources: ViewSources,
  pipeline: Pipeline,
  { source, row }: { readonly source: number; readonly row: number },
  random: Random,
): Shape | null {
  if (source < forms) {
    const { digit, ink } = drawDigit(random, { forms: formSet });
    return shapeOf(ink, digit);
  }
  if (source < forms + fonts && sources.fonts !== undefined) {
    const { inputs, labels, side } = sources.fonts;
    const chosen = random.below(labels.length);
    const ink = { width: side, height: side, data: inputs.subarray(chosen * side * side, (chosen + 1) * side * side) };
    return shapeOf(random.uniform() < 0.3 ? ink : rewriteInk(ink, random), labels[chosen]);
  }
  return personal(sources, pipeline, row);
}

function personal({ people }: ViewSources, pipeline: Pipeline, row: number): Shape | null {
  const [height, width] = pipeline.input;
  return shapeOf({ width, height, data: inputOf(people.inputs, pipeline, row) }, people.labels[row]);
}

function inputOf(inputs: Uint8Array, { input: [height, width] }: Pipeline, row: number): Uint8Array {
  return inputs.slice(row * height * width, (row + 1) * height * width);
}

function drawOther({ seed }: ViewPlan, index: number, attempt: number): Shape | null {
  return shapeOf(generatePicture('not a digit', (seed ^ STREAM) >>> 0, index, attempt).ink, NOT_A_DIGIT);
}

function shapeOf(ink: GrayImage, label: number): Shape | null {
  const box = inkBox(ink);
  return box === null ? null : { stamp: crop(ink, box), label };
}

/** What is made of a picture of the shape; null if there is no ink, or in doubt. */
function readMade(
  { domain }: ViewPlan,
  sources: ViewSources,
  pipeline: Pipeline,
  { stamp, label }: Shape,
  random: Random,
): Omit<View, 'label'> | null {
  const neighbour = (draw: Random): Stamp =>
    personal(sources, pipeline, draw.below(sources.people.labels.length))?.stamp ?? stamp;
  const paper = drawScene(random, domain).paperFor(stamp, random, neighbour);
  const ink = extractInk(afterwards(paintPaper(stamp, paper), paper));
  if (ink.isDoubtful) return null;
  let box: Box | undefined;
  const input = pipeline.run(ink, (step) => (box = step.box ?? box));
  if (input === null) return null;
  return { input, isFound: label === NOT_A_DIGIT || box === undefined || isDigitFound(stamp, paper, box) };
}

/** Whether the ink that was found is about where the digit was written. */
function isDigitFound(stamp: Stamp, { left, top, size, wide, reduced = 1 }: MadePaper, found: Box): boolean {
  const width = (wide ?? (stamp.width * size) / stamp.height) / reduced;
  const height = size / reduced;
  const across = Math.min(left / reduced + width, found.left + found.width) - Math.max(left / reduced, found.left);
  const down = Math.min(top / reduced + height, found.top + found.height) - Math.max(top / reduced, found.top);
  const shared = Math.max(0, across) * Math.max(0, down);
  return shared >= COVERED * width * height && shared >= FILLED * found.width * found.height;
}
