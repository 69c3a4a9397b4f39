import { deflateSync } from 'node:zlib';
import { Command, Option } from 'commander';
import type { Finding, Severity } from '../audit/finding.js';
import { chooseRows } from '../datasets/chooseRows.js';
import type { Dataset, RowPart } from '../datasets/dataset.js';
import { withSplit } from '../datasets/splitFile.js';
import { formatCount } from '../report/text/formatHeadline.js';
import { checkData } from '../workflows/audit/checkData.js';
import { checkDrawings } from '../workflows/drawings/checkDrawings.js';
import { loadModel } from '../node/models/loadModel.js';
import { defaultModelUrl } from '../node/models/shippedModels.js';
import { readSplitFile } from '../node/datasets/splitFiles.js';
import { readSourcePictures } from '../node/datasets/readSourcePictures.js';
import { writeAtomically } from '../node/files/writeAtomically.js';
import { drawingThreads } from '../node/threads/drawingThreads.js';
import { nodePlatform } from '../node/threads/nodePlatform.js';
import { auditPage } from '../workflows/pages/auditPage.js';
import { FindingsError } from './findingsError.js';
import { formatTable } from './formatTable.js';
import { untilInterrupted } from './interrupt.js';
import { openData } from './openData.js';
import { createProgressLine } from './progressLine.js';
import { showWork } from './showWork.js';
import { write, type Terminal } from './terminal.js';
import { withWorkOptions, type WorkOptions } from './workOptions.js';

interface AuditOptions extends WorkOptions {
  readonly split?: string;
  readonly labelErrors?: true;
  readonly page?: string;
  readonly failOn?: Severity;
}

const SEVERITIES: readonly Severity[] = ['note', 'warning', 'error'];
/** The split that `numerist train` draws if the data names no parts. */
const DRAWN = { validation: 0.1, test: 0.2, seed: 1 };

/** `numerist audit`: reports problems in labelled pictures. */
export function auditCommand(terminal: Terminal): Command {
  return withWorkOptions(
    new Command('audit')
      .description('Find problems in a data set: leaks between its parts, copies, wrong labels, odd pictures.')
      .argument('<data>', 'a folder of classes, a zip of one, IDX or CSV files, or a name from `numerist data`')
      .option(
        '--split <file>',
        'a file of numerist split; leaks are searched between its parts (default: the parts of the data, else as train draws them)',
      )
      .option('--label-errors', 'also train networks to find likely label errors; about one second per 1,000 pictures')
      .option('--page <file.html>', 'write a page that shows the pictures and lets you correct labels')
      .addOption(
        new Option('--fail-on <severity>', 'exit with 3 on findings of this severity or worse').choices(SEVERITIES),
      ),
  )
    .addHelpText(
      'after',
      `
Examples:
  $ numerist audit digits.zip --page audit.html
  $ numerist audit mnist --label-errors --json --fail-on error`,
    )
    .action((data: string, options: AuditOptions) =>
      untilInterrupted((signal) => audit(data, options, terminal, signal)),
    );
}

async function audit(data: string, options: AuditOptions, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const { threads } = options;
  const platform = nodePlatform(threads);
  const opened = await openData(data, { pipeline: 'normalised', strict: options.strict === true, signal }, terminal);
  const line = createProgressLine();
  try {
    const { dataset, note } = takeParts(opened, options.split);
    const shared = { onProgress: showWork(line), signal };
    const findings = [
      ...(await checkDrawings(drawingThreads(threads), dataset, shared)),
      ...(await checkData(platform, dataset, readSourcePictures, {
        ...shared,
        model: loadModel(defaultModelUrl()),
        labelErrors: options.labelErrors === true,
      })),
    ].sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
    line.clear();
    const notes = [note];
    if (options.page !== undefined) {
      const page = auditPage(platform, findings, { dataset: opened, notes, deflate: deflateSync });
      writeAtomically(options.page, page);
      terminal.stderr.write(`page: ${options.page}\n`);
    }
    const text =
      options.json === true ? JSON.stringify(asJson(dataset, findings, notes)) : describe(dataset, findings, notes);
    await write(terminal.stdout, `${text}\n`);
    failOn(options.failOn, findings);
  } finally {
    line.clear();
    opened.close();
  }
}

/** The data with the parts between which leaks are searched, and a note about them. */
function takeParts(dataset: Dataset, file: string | undefined): { dataset: Dataset; note: string } {
  if (file !== undefined) {
    return { dataset: withSplit(dataset, readSplitFile(file, dataset)), note: `The parts are those of ${file}.` };
  }
  if (dataset.splits?.some((part) => part === 'test' || part === 'val')) {
    return { dataset, note: 'The parts are those of the data.' };
  }
  const rows = chooseRows(dataset, DRAWN);
  const parts = new Array<RowPart>(dataset.length).fill('train');
  for (const part of ['val', 'test'] as const) for (const row of rows[part]) parts[row] = part;
  const note =
    'The data names no parts. Leaks are searched between those that numerist train would draw: 70 % training, 10 % validation, 20 % test, seed 1.';
  return { dataset: withSplit(dataset, { parts }), note };
}

function asJson(dataset: Dataset, findings: readonly Finding[], notes: readonly string[]): object {
  return {
    data: { source: dataset.source, format: dataset.format, images: dataset.length, skipped: dataset.skipped.length },
    findings: findings.map(({ kind, severity, indices, text, details = [] }) => ({
      kind,
      severity,
      text,
      n: indices.length,
      pictures: Array.from(indices, (row, i) => ({ row, ...details.at(i) })),
    })),
    notes,
  };
}

function describe(dataset: Dataset, findings: readonly Finding[], notes: readonly string[]): string {
  const rows = findings.map(({ severity, kind, indices }) => [
    severity,
    kind,
    indices.length > 0 ? formatCount(indices.length) : '',
  ]);
  return [
    `${dataset.source}: ${formatCount(findings.length)} ${findings.length === 1 ? 'finding' : 'findings'} in ${formatCount(dataset.length)} pictures`,
    ...notes.map((note) => `note: ${note}`),
    ...(findings.length === 0
      ? []
      : ['', formatTable([['severity', 'finding', 'pictures'], ...rows], { right: [2] }), '']),
    ...findings.map(({ kind, text }) => `${kind}: ${text}`),
  ].join('\n');
}

function failOn(severity: Severity | undefined, findings: readonly Finding[]): void {
  if (severity === undefined) return;
  const least = SEVERITIES.indexOf(severity);
  const bad = findings.filter((finding) => SEVERITIES.indexOf(finding.severity) >= least).length;
  if (bad > 0)
    throw new FindingsError(`${bad} ${bad === 1 ? 'finding is' : 'findings are'} of severity ${severity} or worse.`);
}
