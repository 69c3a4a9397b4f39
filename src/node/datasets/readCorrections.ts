import { parseCorrections, type Correction, type Corrections } from '../../datasets/corrections.js';
import type { Dataset } from '../../datasets/dataset.js';
import { DatasetError } from '../../errors.js';
import { inputLengthOf, pipelines } from '../../ink/pipelines.js';
import { fingerprintInput } from '../../workflows/fingerprints.js';
import { createSha256 } from '../files/createSha256.js';
import { openDataset, type OpenDatasetOptions } from './openDataset.js';
import { readFileAt } from '../files/readFileAt.js';

/**
 * Reads a corrections file for a data set and finds each of its pictures in the data: at its row
 * or, if pictures were added or removed since, by its name. If the file was made with another
 * preprocessing, the source is also opened with that one, to compare.
 *
 * Throws DatasetError if it is not a corrections file or belongs to other pictures or labels;
 * throws Error if the system refuses to read it.
 */
export async function readCorrections(
  path: string,
  dataset: Dataset,
  options: Omit<OpenDatasetOptions, 'pipeline'> = {},
): Promise<Corrections> {
  const corrections = parseCorrections(readFileAt(path).toString(), path);
  const { pipeline, version } = corrections.preprocessing;
  if (pipelines[pipeline].version !== version) {
    throw new DatasetError(
      `${path}: must be made with version ${pipelines[pipeline].version} of the preprocessing ${pipeline}. Received version ${version}: make the decisions again, from a new audit.`,
    );
  }
  if (pipeline === dataset.pipeline) return found(path, corrections, dataset);
  const compared = await openDataset(dataset.source, { ...options, pipeline });
  try {
    if (compared.length === dataset.length) return found(path, corrections, compared);
    throw new DatasetError(
      `${dataset.source}: both preprocessings must read ${dataset.length} pictures. Received ${compared.length} by ${pipeline}.`,
    );
  } finally {
    compared.close();
  }
}

function found(path: string, corrections: Corrections, dataset: Dataset): Corrections {
  let byName: Map<string, number> | null = null;
  const rowOf = ({ row, name }: Correction): number | undefined => {
    if (row < dataset.length && dataset.nameOf(row) === name) return row;
    byName ??= new Map(Array.from({ length: dataset.length }, (_, other) => [dataset.nameOf(other), other]));
    return byName.get(name);
  };
  const input = new Uint8Array(inputLengthOf(dataset.pipeline));
  const decisions = corrections.decisions.map((decision) => {
    const row = rowOf(decision);
    if (row === undefined) {
      throw new DatasetError(
        `${path}: ${dataset.source} must hold the picture ${decision.name}. It has no picture of that name.`,
      );
    }
    dataset.readInputs([row], input);
    const [content, label] = [fingerprintInput({ createSha256 }, input), dataset.labels[row]];
    if (content === decision.content && label === decision.label) return { ...decision, row };
    const other = content === decision.content ? `label ${label}` : `other pixels (${content})`;
    throw new DatasetError(
      `${path}: must be made for this data. ${dataset.source} has ${other} at ${decision.name}, where the file has ${content === decision.content ? `label ${decision.label}` : decision.content}.`,
    );
  });
  return { ...corrections, decisions };
}
