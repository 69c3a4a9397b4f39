import type { Corrections } from '../datasets/corrections.js';
import type { Dataset } from '../datasets/dataset.js';
import type { ReadSourceImages } from '../datasets/sourceImage.js';
import type { SplitFile } from '../datasets/splitFile.js';
import type { FontFiles } from '../generated/fontDigits.js';
import type { Model } from '../formats/native/modelFile.js';
import type { PipelineName } from '../ink/pipeline.js';

/**
 * How a workflow opens what a user has named. Every error names the path, what was expected and
 * what was found.
 */
export interface Files {
  /** Opens a data set. The caller closes it. */
  openData(source: string, pipeline: PipelineName): Promise<Dataset>;
  loadModel(path: string): Model;
  /** [dataset.length], a number per group. */
  readGroups(path: string, dataset: Dataset): Uint32Array;
  /** [dataset.length], the name of each row's group; null if the file does not know the row. */
  readGroupNames(path: string, dataset: Dataset): readonly (string | null)[];
  readSplitFile(path: string, dataset: Dataset): SplitFile;
  /** The digits of handwriting fonts in a folder that `npm run fonts` has written. */
  readFonts(folder: string): Promise<FontFiles>;
  readCorrections(path: string, dataset: Dataset): Promise<Corrections>;
  readonly readSource: ReadSourceImages;
}
