import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Command, Option } from 'commander';
import { foldBatchNorm } from '../network/foldBatchNorm.js';
import type { Model } from '../formats/native/modelFile.js';
import { WEIGHT_TYPES, type WeightType } from '../formats/native/storedTensors.js';
import { loadModel } from '../node/models/loadModel.js';
import { CONFIG_FILE, WEIGHTS_FILE } from '../formats/native/fileNames.js';
import { saveModel } from '../node/models/saveModel.js';
import { write, type Terminal } from './terminal.js';

interface ExportOptions {
  readonly weights: WeightType;
  readonly fold?: true;
  readonly json?: true;
}

/** `numerist export`: writes a copy of a model in fewer bytes. */
export function exportCommand(terminal: Terminal): Command {
  return new Command('export')
    .description('Write a model with its weights in fewer bytes. Rounding may change an answer: evaluate the result.')
    .argument('<model>', 'model folder, run folder or model.safetensors')
    .argument('<folder>', 'the folder for the copy; an older model there is replaced')
    .addOption(
      new Option('--weights <type>', 'float16 takes half the bytes, int8 a quarter')
        .choices(WEIGHT_TYPES)
        .default('float16'),
    )
    .option(
      '--fold',
      'merge batch normalisation into the convolutions: even smaller, but the model cannot be trained further',
    )
    .option('--json', 'print one JSON object and nothing else on stdout')
    .addHelpText(
      'after',
      `
Examples:
  $ numerist export runs/20260101-120000-standard my-model --weights int8
  $ numerist export runs/20260101-120000-small my-model --weights int8 --fold`,
    )
    .action((from: string, folder: string, options: ExportOptions) => exportModel(from, folder, options, terminal));
}

async function exportModel(from: string, folder: string, options: ExportOptions, terminal: Terminal): Promise<void> {
  const model = loadModel(from);
  saveModel(folder, options.fold === true ? folded(model) : model, { weights: options.weights });
  const files = [CONFIG_FILE, WEIGHTS_FILE].map((name) => readFileSync(join(folder, name)));
  const bytes = files.reduce((sum, file) => sum + file.length, 0);
  const gzipBytes = files.reduce((sum, file) => sum + gzipSync(file).length, 0);
  const sizes = `${bytes.toLocaleString('en')} bytes, ${gzipBytes.toLocaleString('en')} with gzip`;
  await write(
    terminal.stdout,
    options.json === true
      ? `${JSON.stringify({ model: folder, weights: options.weights, bytes, gzipBytes })}\n`
      : `${folder}: ${options.weights}, ${sizes}\n`,
  );
}

function folded({ config, tensors }: Model): Model {
  const { architecture, tensors: joined } = foldBatchNorm(config.architecture, tensors);
  return { config: { ...config, architecture }, tensors: joined };
}
