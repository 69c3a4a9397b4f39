// @ts-check
import { augmentation } from './augmentation.js';
import { chromium } from './chromium.js';
import { inferenceOf, latencyOf } from './inference.js';
import { library } from './library.js';
import { memory } from './memory.js';
import { peak, share } from './peak.js';
import { reading } from './reading.js';
import { scale } from './scale.js';
import { server } from './server.js';
import { start } from './start.js';
import { trainingOf } from './training.js';

/**
 * What can be measured, in this order, by the names that `--only` takes. `share` needs peak with
 * training or inference.
 *
 * @type {Readonly<Record<string, import('./work.js').Work>>}
 */
export const works = {
  training: trainingOf('classic'),
  'training-standard': trainingOf('standard'),
  'training-small': trainingOf('small'),
  augmentation,
  inference: inferenceOf('classic'),
  'inference-standard': inferenceOf('standard'),
  'inference-small': inferenceOf('small'),
  latency: latencyOf('classic'),
  'latency-standard': latencyOf('standard'),
  'latency-small': latencyOf('small'),
  start,
  chromium,
  reading,
  memory,
  peak,
  share,
  scale,
  library,
  server,
};
