import { availableParallelism } from 'node:os';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Command } from 'commander';

import { architectures, type Architecture } from '../network/architecture.js';
import { formatLayerTable } from '../network/formatLayerTable.js';
import { layerTable, type LayerTable } from '../network/layerTable.js';
import type { ModelConfig } from '../formats/native/modelConfig.js';
import type { Variant } from '../kernels/wasm/variant.js';
import { checkVariant, chooseVariant, type VariantStatus } from '../node/threads/chooseVariant.js';
import { loadModel } from '../node/models/loadModel.js';
import { shippedModelsUrl } from '../node/models/shippedModels.js';
import { formatTable } from './formatTable.js';
import { write, type Terminal } from './terminal.js';
import { UsageError } from './usageError.js';

/** The output of `numerist inspect <name or path> --json`. */
interface Inspection extends LayerTable {
  readonly architecture: Architecture;
  /** Null for an architecture without weights. */
  readonly model: Omit<ModelConfig, 'architecture'> | null;
}

/** The output of `numerist inspect --json`. */
interface Listing {
  readonly architectures: readonly { name: string; parameters: number; multiplyAdds: number }[];
  /** The models shipped with the package. */
  readonly models: readonly { path: string; architecture: string; pipeline: string; metrics: ModelConfig['metrics'] }[];
}

/** `numerist inspect`: shows the layers and sizes of a network, and the facts stored in a model. */
export function inspectCommand(terminal: Terminal): Command {
  return new Command('inspect')
    .description('Show the layers of an architecture or a model, or list both.')
    .argument('[name or path]', 'an architecture, a model folder, a run folder or a model.safetensors')
    .option('--engine', 'show which kernel variants run here; each is checked against the reference')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  $ numerist inspect classic\n  $ numerist inspect runs/20260101-classic --json',
    )
    .action(
      async (target: string | undefined, { json = false, engine = false }: { json?: boolean; engine?: boolean }) => {
        if (engine) {
          const status = inspectEngine();
          await write(terminal.stdout, json ? `${JSON.stringify(status, null, 2)}\n` : formatEngine(status));
          return;
        }
        const found = target === undefined ? list() : inspect(target);
        const text = json
          ? JSON.stringify(found, null, 2)
          : 'models' in found
            ? formatListing(found)
            : formatInspection(found);
        await write(terminal.stdout, `${text}\n`);
      },
    );
}

function inspect(target: string): Inspection {
  if (Object.hasOwn(architectures, target)) {
    const architecture = architectures[target];
    return { architecture, ...layerTable(architecture), model: null };
  }
  if (!existsSync(target)) {
    const names = Object.keys(architectures).join(', ');
    throw new UsageError(`inspect: must be an architecture (${names}) or the path of a model. Received ${target}.`);
  }
  const { architecture, ...model } = loadModel(target).config;
  return { architecture, ...layerTable(architecture), model };
}

function list(): Listing {
  return {
    architectures: Object.values(architectures).map((architecture) => {
      const { trainable, nonTrainable, multiplyAdds } = layerTable(architecture);
      return { name: architecture.name, parameters: trainable + nonTrainable, multiplyAdds };
    }),
    models: shippedModels().map((path) => {
      const { architecture, preprocessing, metrics } = loadModel(path).config;
      return { path, architecture: architecture.name, pipeline: preprocessing.pipeline, metrics };
    }),
  };
}

function shippedModels(): string[] {
  const folder = fileURLToPath(shippedModelsUrl());
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => join(folder, name));
}

function formatInspection({ architecture, model, ...table }: Inspection): string {
  const layers = formatLayerTable(architecture.name, table);
  if (model === null) return layers;
  const { preprocessing, temperature, trainingData: data, metrics, engine, created } = model;
  const facts = [
    ['Preprocessing', `${preprocessing.pipeline}, version ${preprocessing.version}`],
    ['Temperature', String(temperature)],
    ['Trained on', data === null ? 'nothing' : `${data.n.toLocaleString('en')} images of ${data.source}`],
    ...Object.entries(metrics).map(([name, value]) => [name, String(value)]),
    ['Engine', engine],
    ['Created', created],
  ];
  return `${layers}\n\n${formatTable(facts)}`;
}

function formatListing({ architectures: networks, models }: Listing): string {
  const count = (value: number): string => value.toLocaleString('en');
  const rows = networks.map((network) => [network.name, count(network.parameters), count(network.multiplyAdds)]);
  const shipped = models.map((model) => [
    model.path,
    model.architecture,
    model.pipeline,
    Object.entries(model.metrics)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  ]);
  return [
    formatTable([['Architecture', 'Params', 'Multiply-adds'], ...rows], { right: [1, 2] }),
    '',
    shipped.length === 0
      ? 'No models come with this package.'
      : formatTable([['Model', 'Architecture', 'Input', 'Metrics'], ...shipped]),
  ].join('\n');
}

/** The output of `numerist inspect --engine --json`. */
interface EngineStatus {
  readonly node: string;
  readonly v8: string;
  readonly threads: number;
  readonly variants: readonly VariantStatus[];
  /** The variant that `train` uses by default. */
  readonly chosen: Variant;
}

function inspectEngine(): EngineStatus {
  const { node, v8 } = process.versions;
  const variants = (['exact', 'relaxed', 'wide'] as const).map((variant) => checkVariant(variant));
  return { node, v8, threads: availableParallelism(), variants, chosen: chooseVariant('auto') };
}

function formatEngine({ node, v8, threads, variants, chosen }: EngineStatus): string {
  const rows = variants.map(({ variant, problem }) => [
    variant,
    problem === null ? 'agrees with the reference' : `no: ${problem}`,
  ]);
  return `${formatTable([['Node', `${node} (V8 ${v8})`], ['Threads', String(threads)], ...rows, ['Training uses', chosen]])}\n`;
}
