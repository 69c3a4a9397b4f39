import { calibrate } from '../../src/evaluation/calibration/calibrate.js';
import { normalised } from '../../src/ink/normalised.js';
import { labelsFor } from '../../src/formats/native/modelConfig.js';
import type { Model } from '../../src/formats/native/modelFile.js';
import { TARGET_ERRORS } from '../../src/digits/thresholdFor.js';
import type { Variant } from '../../src/kernels/wasm/variant.js';
import type { Examples, Parts } from './examples.js';
import { predictExamples, type Weighted } from './predictExamples.js';

export interface BuildOptions {
  readonly examples: Examples;
  readonly parts: Parts;
  readonly variant: Variant;
  readonly seed: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Validation pictures below which a promise about errors is worth nothing. */
const LEAST = 200;

/** A model of trained weights: its confidence is fitted to the pictures that were held out, where they are enough. */
export async function buildModel(weighted: Weighted, options: BuildOptions): Promise<Model> {
  const { examples, parts, variant, seed, metrics } = options;
  const { architecture, tensors } = weighted;
  const last = architecture.layers.at(-1);
  const K = last?.type === 'dense' ? last.units : 10;
  const base = {
    architecture,
    preprocessing: { pipeline: normalised.name, version: normalised.version },
    labels: labelsFor(K),
    temperature: 1,
    trainingData: {
      ...{ source: examples.name, fingerprint: '', validation: parts.val.length / examples.labels.length },
      ...{ test: parts.test.length / examples.labels.length, splitSeed: seed, n: parts.train.length },
    },
    ...{ metrics, engine: variant, created: new Date().toISOString() },
  };
  if (parts.val.length < LEAST) return { config: base, tensors };
  const logits = await predictExamples(weighted, examples, parts.val);
  const labels = Uint8Array.from(parts.val, (row) => examples.labels[row]);
  const report = calibrate([{ name: 'as they are', logits, labels }], new Float32Array(0), {
    ...{ K, data: `${examples.name}, ${parts.val.length} held out`, targets: TARGET_ERRORS, before: base },
  });
  return { config: { ...base, ...report.scaling, calibration: report.calibration }, tensors };
}
