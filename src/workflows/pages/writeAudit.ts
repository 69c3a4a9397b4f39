import { deflateSync } from 'node:zlib';
import type { Finding } from '../../audit/finding.js';
import type { Dataset } from '../../datasets/dataset.js';
import { renderAudit } from '../../report/renderAudit.js';
import { encodePng } from '../../image/encodePng.js';
import { INPUT_LENGTH, INPUT_SIDE } from '../../ink/pipeline.js';
import { pipelines } from '../../ink/pipelines.js';
import { contentOf } from '../../node/datasets/contentOf.js';
import { fingerprintDataset } from '../../node/datasets/fingerprintDataset.js';
import { writeAtomically } from '../../node/files/writeAtomically.js';

/** Writes the page of an audit. Throws an Error with the path where the system refuses. */
export function writeAudit(
  path: string,
  findings: readonly Finding[],
  { dataset, notes }: { readonly dataset: Dataset; readonly notes: readonly string[] },
): void {
  const inputOf = (row: number): Uint8Array<ArrayBuffer> => {
    const input = new Uint8Array(INPUT_LENGTH);
    dataset.readInputs([row], input);
    return input;
  };
  const html = renderAudit({
    ...{ source: dataset.source, images: dataset.length, findings, notes },
    createdAt: `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    png: (row) => {
      const data = inputOf(row).map((ink) => 255 - ink);
      return Buffer.from(encodePng({ width: INPUT_SIDE, height: INPUT_SIDE, data }, deflateSync)).toString('base64');
    },
    decisions: {
      fingerprint: fingerprintDataset(dataset),
      preprocessing: { pipeline: dataset.pipeline, version: pipelines[dataset.pipeline].version },
      pictureOf: (row) => ({
        ...{ row, name: dataset.nameOf(row), content: contentOf(inputOf(row)), label: dataset.labels[row] },
      }),
    },
  });
  writeAtomically(path, html);
}
