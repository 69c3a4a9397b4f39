import type { Dataset } from '../datasets/dataset.js';
import type { PipelineName } from '../ink/pipeline.js';
import { openDataset } from '../node/datasets/openDataset.js';
import { createProgressLine } from './progressLine.js';
import type { Terminal } from './terminal.js';

export interface OpenDataOptions {
  readonly pipeline: PipelineName;
  readonly strict: boolean;
  readonly signal: AbortSignal;
}

/** Number of unreadable files to list; `numerist data show` lists all of them. */
const SKIPPED_SHOWN = 10;

/** Opens a data set for a command. Progress, detected facts and unreadable files go to stderr. */
export async function openData(source: string, options: OpenDataOptions, terminal: Terminal): Promise<Dataset> {
  const say = (text: string): void => {
    terminal.stderr.write(`${text}\n`);
  };
  const line = createProgressLine();
  const dataset = await openDataset(source, {
    ...options,
    onProgress: ({ done, total, rate }) => {
      const of = total === null ? '' : `/${total}, ${Math.ceil((total - done) / Math.max(rate, 1))} s left`;
      line.show(`reading pictures: ${done}${of}, ${Math.round(rate).toLocaleString('en')} images/s`);
    },
    onWarning: say,
  }).finally(() => {
    line.clear();
  });
  say(
    `data: ${dataset.source} (${dataset.format}), ${dataset.length.toLocaleString('en')} images, ${dataset.pipeline}`,
  );
  for (const note of dataset.notes) say(`note: ${note}`);
  for (const warning of dataset.warnings) say(`WARNING: ${warning}`);
  for (const { name, reason } of dataset.skipped.slice(0, SKIPPED_SHOWN)) say(`skipped: ${name}: ${reason}`);
  const more = dataset.skipped.length - SKIPPED_SHOWN;
  if (more > 0) say(`skipped: ${more} more; numerist data show ${source} lists all`);
  return dataset;
}
