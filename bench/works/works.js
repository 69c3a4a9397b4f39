// @ts-check
import { inference, latency } from './inference.js';
import { training } from './training.js';

/**
 * What can be measured, in this order, by the names that `--only` takes.
 *
 * @type {Readonly<Record<string, import('./work.js').Work>>}
 */
export const works = { training, inference, latency };
