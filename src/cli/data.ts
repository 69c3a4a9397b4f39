import { Command, Option } from 'commander';

import { catalogue, type CatalogueEntry } from '../datasets/catalogue.js';
import { describeDataset } from '../datasets/describeDataset.js';
import { definedOnly } from '../definedOnly.js';
import type { PipelineName } from '../ink/pipeline.js';
import { pipelines } from '../ink/pipelines.js';
import { defaultCacheFolder } from '../node/datasets/cacheFolder.js';
import type { DownloadProgress } from '../node/datasets/downloadFile.js';
import { fetchDataset, type FetchedFile } from '../node/datasets/fetchDataset.js';
import { openDataset } from '../node/datasets/openDataset.js';
import type { ReadProgress } from '../node/datasets/packSource.js';
import { findCopy } from '../node/datasets/resolveSource.js';
import { formatDescription } from './formatDescription.js';
import { formatTable } from './formatTable.js';
import { createProgressLine } from './progressLine.js';
import { write, type Terminal } from './terminal.js';

interface ShowOptions {
  readonly pipeline: PipelineName;
  readonly strict?: true;
  readonly json?: true;
}

/**
 * `numerist data`: lists the catalogue of public data sets, fetches one, or shows the contents of
 * one.
 */
export function dataCommand(terminal: Terminal = process): Command {
  const data = new Command('data')
    .description('list the public data sets, fetch one, or show the contents of one')
    .addHelpText('after', examples('numerist data', 'numerist data fetch mnist'));
  data
    .command('list', { isDefault: true })
    .description('list the data sets that can be fetched by name')
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples('numerist data', 'numerist data list --json'))
    .action((options: { readonly json?: true }) => printCatalogue(options, terminal));
  data
    .command('fetch')
    .description('download a data set of the catalogue, or continue an interrupted download')
    .argument('<name>', 'its name in the catalogue')
    .option('--from <url>', 'a mirror: the URL of a folder with the same files')
    .addHelpText(
      'after',
      examples('numerist data fetch mnist', 'numerist data fetch mnist --from https://mirror.example/mnist'),
    )
    .action((name: string, options: { readonly from?: string }) => printFetch(name, options, terminal));
  data
    .command('show')
    .description('show the contents of a data set: format, size, digits, splits and unreadable files')
    .argument('<path|name>', 'a folder, a zip, IDX or CSV files, or a name of the catalogue')
    .addOption(
      new Option('--pipeline <name>', 'preprocessing from picture to network input')
        .choices(Object.keys(pipelines))
        .default('normalised'),
    )
    .option('--strict', 'fail if a file cannot be read')
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples('numerist data show mnist', 'numerist data show ./digits.zip --json'))
    .action((source: string, options: ShowOptions) => printDataset(source, options, terminal));
  return data;
}

async function printCatalogue({ json }: { readonly json?: true }, { stdout }: Terminal): Promise<void> {
  const datasets = catalogue.map((entry) => ({ ...entry, path: findCopy(entry, defaultCacheFolder()) }));
  if (json === true) {
    await write(stdout, `${JSON.stringify({ datasets }, null, 2)}\n`);
    return;
  }
  const rows = datasets.map((entry) => [
    entry.name,
    entry.images.toLocaleString('en'),
    downloadSize(entry),
    entry.licence,
    entry.path === null ? 'no' : 'yes',
    entry.homepage,
  ]);
  const head = ['name', 'images', 'download', 'licence', 'present', 'source'];
  const notes = datasets.map(({ name, title, note }) => `\n${name}: ${title}. ${note}\n`).join('');
  await write(stdout, `${formatTable([head, ...rows], { right: [1, 2] })}\n${notes}`);
}

async function printFetch(name: string, { from }: { readonly from?: string }, { stdout }: Terminal): Promise<void> {
  const line = createProgressLine();
  const onProgress = (progress: DownloadProgress): void => {
    line.show(describeDownload(progress));
  };
  const fetched = await fetchDataset(name, definedOnly({ onProgress, baseUrl: from })).finally(() => {
    line.clear();
  });
  const files = fetched.files.map((file) => `${file.name}: sha256 ${file.sha256}, ${CHECKED[file.checked]}\n`).join('');
  await write(stdout, `${files}${name} is here ${fetched.present ? 'already' : 'now'}: ${fetched.path}\n`);
}

async function printDataset(source: string, options: ShowOptions, { stdout, stderr }: Terminal): Promise<void> {
  const line = createProgressLine();
  const onProgress = (progress: ReadProgress): void => {
    line.show(describeReading(progress));
  };
  const onWarning = (message: string): void => {
    stderr.write(`${message}\n`);
  };
  const { pipeline, strict = false } = options;
  const dataset = await openDataset(source, { pipeline, strict, onProgress, onWarning }).finally(() => {
    line.clear();
  });
  try {
    const shown = describeDataset(dataset);
    await write(stdout, `${options.json === true ? JSON.stringify(shown, null, 2) : formatDescription(shown)}\n`);
  } finally {
    dataset.close();
  }
}

const CHECKED: Readonly<Record<FetchedFile['checked'], string>> = {
  publisher: 'as expected',
  copy: 'matches a known copy',
  not: 'not checked: no checksum of this file is known',
};

function downloadSize(entry: CatalogueEntry): string {
  let bytes = 0;
  for (const file of entry.files) {
    if (file.bytes === null) return 'unknown';
    bytes += file.bytes;
  }
  return megabytes(bytes);
}

function describeDownload({ name, received, total, rate, secondsLeft }: DownloadProgress): string {
  const of = total === null ? '' : ` of ${megabytes(total)}`;
  const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  return `${name}: ${megabytes(received)}${of}, ${megabytes(rate)}/s${left}`;
}

function describeReading({ done, total, rate }: ReadProgress): string {
  const left = total === null ? '' : ` of ${total}, ${Math.ceil((total - done) / Math.max(rate, 1))} s left`;
  return `reading pictures: ${done}${left}, ${Math.round(rate)} images/s`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function examples(first: string, second: string): string {
  return `\nExamples:\n  $ ${first}\n  $ ${second}`;
}
