import { TARGET_ERRORS } from '../../src/digits/thresholdFor.js';
import type { RgbaImage } from '../../src/image/pixels.js';
import { extractInk } from '../../src/ink/extractInk.js';
import { normalised } from '../../src/ink/normalised.js';
import { parseModel, type Model } from '../../src/formats/native/modelFile.js';
import { answerPicture } from '../../src/numbers/answerPicture.js';
import { createDigitRecognizer, type DigitRecognizer } from '../../src/recognizer.js';
import { fetchMnist } from '../lab/fetchMnist.js';
import { answerCalls } from '../worker/answerCalls.js';
import { findNearest } from './findNearest.js';
import { type Inside, lookInside } from './lookInside.js';
import type { Promised, ReaderCalls } from './messages.js';

let recognizer: DigitRecognizer | null = null;
let inside: Inside | null = null;
/** The newest picture that was to be read. */
let last: RgbaImage | null = null;
/** Training pictures that are shown beside one that is read. */
const NEIGHBOURS = 12;
/** Time for what the page asks first, in ms, and how many pictures make an engine compile. */
const WARM_UP_AFTER = 50;
const WARM_UPS = 12;

answerCalls<ReaderCalls>({
  use({ files, targetError }) {
    const model = parseModel(files.configText, files.weights);
    const careful = createCareful(model, targetError);
    recognizer = careful.recognizer;
    inside = lookInside(model);
    setTimeout(warmUp, WARM_UP_AFTER);
    return careful.promised;
  },
  read({ picture }) {
    last = picture ?? last;
    if (recognizer === null || last === null) throw new Error('model and picture must come first.');
    const started = performance.now();
    const answer = answerPicture(recognizer, last);
    return { ...answer, took: performance.now() - started };
  },
  prepare: ({ picture }) => normalised.run(extractInk(picture))?.slice() ?? null,
  activations: ({ input }) => inside?.activations(input) ?? [],
  without: ({ input, regions }) => inside?.without(input, regions) ?? new Float32Array(0),
  nearest: async ({ input }) => findNearest(await fetchMnist('train'), input, NEIGHBOURS),
});

/**
 * Reads a picture of nothing in particular a few times: the engine has then compiled what reading
 * takes, and the first strokes of a person are answered as fast as all others.
 */
function warmUp(): void {
  const SIDE = 160;
  const data = new Uint8ClampedArray(4 * SIDE * SIDE).fill(255);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    if (Math.abs(Math.hypot(x - 80, y - 80) - 45) < 6) data.fill(0, 4 * i, 4 * i + 3);
  }
  const picture = { width: SIDE, height: SIDE, data };
  for (let n = 0; n < WARM_UPS && recognizer !== null; n++) answerPicture(recognizer, picture);
}

/** With the wanted target error, or the nearest above it that the model can promise, or none. */
function createCareful(
  model: Model,
  targetError: number,
): { readonly recognizer: DigitRecognizer; readonly promised: Promised } {
  const inDomains = (model.config.calibration?.domains?.length ?? 1) > 1;
  const wider = [...TARGET_ERRORS].reverse().filter((target) => target > targetError);
  const targets = model.config.calibration === undefined || targetError >= 1 ? [] : [targetError, ...wider];
  for (const target of targets) {
    try {
      const recognizer = createDigitRecognizer(model, { alternatives: 9, targetError: target });
      return { recognizer, promised: { targetError: target, inDomains } };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  const recognizer = createDigitRecognizer(model, { alternatives: 9 });
  return { recognizer, promised: { targetError: null, inDomains } };
}
