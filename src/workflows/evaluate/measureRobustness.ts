import type { Dataset } from '../../datasets/dataset.js';
import { shiftScore, type Robustness, type ShiftScore } from '../../evaluation/robustness/robustness.js';
import { sheetOf, type Sheet } from '../../evaluation/robustness/sheet.js';
import { shiftRandom, statedShifts } from '../../evaluation/robustness/statedShifts.js';
import type { GrayImage } from '../../image/pixels.js';
import { grayToInk } from '../../ink/grayToInk.js';
import { isDarkOnLight } from '../../ink/isDarkOnLight.js';
import type { Pipeline } from '../../ink/pipeline.js';
import { inputLengthOf, pipelines } from '../../ink/pipelines.js';
import type { Model } from '../../formats/native/modelFile.js';
import { createRandom } from '../../random.js';
import { inMemory } from '../../datasets/inMemory.js';
import type { ReadSourceImages } from '../../datasets/sourceImage.js';
import type { Platform } from '../platform.js';
import type { PredictOptions } from '../predict/predictLogits.js';
import { predictRows } from '../predict/predictRows.js';

export interface MeasureRobustnessOptions extends PredictOptions {
  /** The most pictures to draw from the rows. */
  readonly pictures: number;
  /** @default 1 */
  readonly seed?: number;
  readonly readSource: ReadSourceImages;
}

/** Pictures read at once, each in all its shifted forms: about 14,000 inputs, 11 MB. */
const CHUNK = 512;
/** Keeps the choice of the pictures apart from other draws. */
const CHOICE = 0x63686f69;

/** All that is measured: the pictures as they are, and each shift at each strength. */
const measured = [
  { shift: 'none', strength: 0, unit: '', index: -1 },
  ...statedShifts.flatMap(({ name, unit, strengths }, index) =>
    strengths.map((strength) => ({ shift: name, strength, unit, index })),
  ),
];

/**
 * Reads the pictures of `rows` under every stated shift. The shifts are made in the pictures as
 * they came, so preprocessing and model are measured together. The result depends on rows, labels
 * and seed alone. Throws DatasetError if the source has changed since it was opened, and the
 * signal's reason if it is aborted.
 */
export async function measureRobustness(
  platform: Pick<Platform, 'startThreads' | 'nextTurn'>,
  model: Model,
  dataset: Dataset,
  rows: Uint32Array,
  options: MeasureRobustnessOptions,
): Promise<Robustness> {
  const { pictures, seed = 1, readSource, onProgress, signal } = options;
  const pipeline = pipelines[model.config.preprocessing.pipeline];
  const chosen = rows.slice();
  createRandom(seed, CHOICE).shuffle(chosen);
  const wanted = chosen.slice(0, pictures).sort();
  const answers = measured.map(() => new Float32Array(wanted.length * 10));
  const length = inputLengthOf(pipeline.name);
  const inputs = new Uint8Array(measured.length * CHUNK * length);
  let filled = 0;
  let before = 0;

  const readChunk = async (): Promise<void> => {
    const kept = inputs.subarray(0, measured.length * filled * length);
    const data = inMemory(kept, pipeline.name);
    const probabilities = await predictRows(platform, model, data, data.rows, { signal });
    // [filled, measured, 10]
    for (let i = 0; i < filled; i++) {
      answers.forEach((answer, m) => {
        const at = (i * measured.length + m) * 10;
        answer.set(probabilities.subarray(at, at + 10), (before + i) * 10);
      });
    }
    before += filled;
    filled = 0;
    onProgress?.(before);
  };

  for await (const { row, luminance } of readSource(dataset, wanted)) {
    const at = filled * measured.length * length;
    shiftedInputs(luminance, row, seed, pipeline, inputs.subarray(at, at + measured.length * length));
    if (++filled === CHUNK) await readChunk();
    signal?.throwIfAborted();
  }
  if (filled > 0) await readChunk();
  const labels = Uint8Array.from(wanted, (row) => dataset.labels[row]);
  const shifts = measured.map((what, m): ShiftScore => shiftScore(what, labels, answers[m]));
  return { n: wanted.length, seed, shifts };
}

/**
 * Writes the inputs of a picture under all shifts to `out` [measured, height * width]; the input of
 * a blank picture is all zero.
 */
function shiftedInputs(luminance: GrayImage, row: number, seed: number, pipeline: Pipeline, out: Uint8Array): void {
  const dark = isDarkOnLight(luminance);
  const invert = (data: Uint8Array): Uint8Array => data.map((value) => 255 - value);
  const sheet = sheetOf({ ...luminance, data: dark ? invert(luminance.data) : luminance.data });
  measured.forEach(({ strength, index }, m) => {
    const changed = index < 0 ? sheet : statedShifts[index].apply(sheet, strength, shiftRandom(seed, index, row));
    const { side, ink }: Sheet = changed === 'inverted' ? sheet : changed;
    const inverted = dark !== (changed === 'inverted');
    const picture = { width: side, height: side, data: inverted ? invert(ink) : ink };
    const input = pipeline.run(grayToInk(picture));
    const length = out.length / measured.length;
    const place = out.subarray(m * length, (m + 1) * length);
    if (input === null) place.fill(0);
    else place.set(input);
  });
}
