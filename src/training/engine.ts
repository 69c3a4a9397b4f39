import type { Kernels } from '../kernels/kernels.js';
import { createWasmKernels } from '../kernels/wasm/wasmKernels.js';
import type { Variant } from '../kernels/wasm/variant.js';
import type { Architecture } from '../network/architecture.js';
import { buildNetwork, type Network } from '../network/network.js';
import { PARTS, type Slice } from '../network/program.js';
import type { Augmentation } from './augment/augmentation.js';
import { createAugmenter } from './augment/augmenter.js';
import { createCrew, type CrewControl, CONTROL_LENGTH, soloControl } from './crew.js';
import { createOptimiser, type Optimiser, type OptimiserOptions } from './optimiser.js';

/** Everything that determines an engine; can be sent to a worker. */
export interface EnginePlan {
  readonly architecture: Architecture;
  /** The most images of one step. */
  readonly batch: number;
  /** Null: the engine only predicts. */
  readonly optimiser: OptimiserOptions | null;
  /** Seed of dropout, 0..2^32-1. */
  readonly seed: number;
  readonly threads: number;
  /** How the kernels multiply and add. @default 'exact' */
  readonly variant?: Variant;
  /** How training pictures are changed. @default not at all */
  readonly augmentation?: Augmentation | null;
}

/** What differs from one training step to the next. */
export interface Step {
  /** 1, 2, ... */
  readonly step: number;
  /** Learning rate. */
  readonly rate: number;
  /** 1, 2, ...: with seed and row it decides how a picture is changed. */
  readonly epoch: number;
}

/** What a worker needs to take its place in a crew. */
export interface CrewMember {
  readonly plan: EnginePlan;
  readonly memory: WebAssembly.Memory;
  /** 1..threads - 1; thread 0 is the one that made the engine. */
  readonly thread: number;
}

export interface StepResult {
  /** Mean loss of the batch, in nats. */
  readonly loss: number;
  /** Number of right answers in the batch. */
  readonly correct: number;
}

export interface Engine {
  readonly network: Network;
  /** Null where the engine only predicts. */
  readonly optimiser: Optimiser | null;
  /** How the kernels multiply and add, for logs and run configs. */
  readonly variant: Variant;
  readonly threads: number;
  /** [batch], which row of the data set each of `network.inputs` is; read where pictures are changed. */
  readonly rows: Int32Array;
  /** One step on the first `n` of `network.inputs` and `network.labels`. Changes the parameters. */
  train(n: number, step: Step): StepResult;
  /** Writes `network.logits` of the first `n` of `network.inputs`. */
  predict(n: number): void;
  /** Ends the other threads. */
  close(): void;
}

/** Starts one worker, which calls `serve(member)`. */
export type Launch = (member: CrewMember) => void;

/**
 * An engine on `plan.threads` threads; more than one need `launch`. The results do not depend on the number of threads.
 */
export function createEngine(plan: EnginePlan, launch?: Launch): Engine {
  const { threads } = plan;
  if (!Number.isInteger(threads) || threads < 1)
    throw new RangeError(`createEngine: threads must be an integer above 0. Received ${threads}.`);
  if (threads > 1 && launch === undefined)
    throw new RangeError(`createEngine: ${threads} threads need a way to launch them.`);
  const { pages } = buildParts(plan, 0);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: threads > 1 });
  const parts = buildParts(plan, 0, memory);
  const { network, optimiser, settings, control, rows } = parts;
  for (let thread = 1; thread < threads; thread++) launch?.({ plan, memory, thread });
  const crew = threads > 1 ? createCrew(control, 0, threads) : soloControl();
  network.randomState[0] = plan.seed;

  return {
    network,
    optimiser,
    variant: plan.variant ?? 'exact',
    threads,
    rows,
    train(n, { step, rate, epoch }) {
      if (optimiser === null) throw new Error('this engine was made to predict only.');
      network.count[0] = n;
      network.randomState[1] = step;
      settings.set([step, rate, epoch]);
      crew.start('train', n);
      parts.work('train', crew, n);
      let loss = 0;
      let correct = 0;
      for (let slice = 0; slice * network.sliceSize < n; slice++) {
        loss += network.results[slice * 2];
        correct += network.results[slice * 2 + 1];
      }
      return { loss: loss / n, correct };
    },
    predict(n) {
      crew.start('predict', n);
      parts.work('predict', crew, n);
    },
    close() {
      crew.start('stop', 0);
    },
  };
}

/** The life of a worker: takes part in every step until the engine is closed. */
export function serve({ plan, memory, thread }: CrewMember): void {
  const parts = buildParts(plan, thread, memory);
  const crew = createCrew(parts.control, thread, plan.threads);
  for (;;) {
    const { command, n } = crew.next();
    if (command === 'stop') return;
    try {
      parts.work(command, crew, n);
    } catch (error) {
      crew.fail();
      throw error;
    }
  }
}

/** What every thread builds alike, at the same addresses. Without memory, only to learn how much is needed. */
function buildParts(plan: EnginePlan, thread: number, memory?: WebAssembly.Memory) {
  const { architecture, batch, threads, variant = 'exact' } = plan;
  const kernels = createWasmKernels({ shared: threads > 1, thread, threads, variant, ...(memory && { memory }) });
  const control = kernels.allocateIntegers(CONTROL_LENGTH);
  const settings = kernels.allocateDoubles(3); // step, rate, epoch
  const rows = kernels.allocateIntegers(batch);
  const augmenter = plan.augmentation ? createAugmenter(architecture.input[0], plan.augmentation) : null;
  const network = buildNetwork(architecture, {
    ...{ kernels, batch, threads, training: plan.optimiser !== null },
    ...(augmenter !== null && {
      augment: (inputs: Uint8Array, { first, n }: Slice) => {
        augmenter.augmentSlice(inputs, n, rows.subarray(first, first + n), plan.seed, settings[2], 1);
      },
    }),
  });
  const optimiser = plan.optimiser && createOptimiser(kernels, network.parameters.length, plan.optimiser);
  if (optimiser !== null) addUpdate(kernels, network, optimiser, settings);
  return {
    ...{ network, optimiser, settings, control, rows },
    pages: kernels.pages,
    work(command: 'train' | 'predict', crew: CrewControl, n: number): void {
      network.run(network[command], crew, n);
    },
  };
}

/** Behind the backward pass: the gradient is the sum over the slices in their order, then the optimiser moves. */
function addUpdate(kernels: Kernels, network: Network, optimiser: Optimiser, settings: Float64Array): void {
  const { parameters, count, sliceSize, train } = network;
  const gradient = kernels.allocate(parameters.length);
  const part = Math.ceil(parameters.length / PARTS / 16) * 16;
  train.eachPart((index) => {
    const start = Math.min(index * part, parameters.length);
    const end = Math.min(start + part, parameters.length);
    const slices = Math.ceil(count[0] / sliceSize);
    kernels.sumSlices(parameters.sliceGradients, parameters.length, slices, gradient, start, end);
    const [step, rate] = settings;
    optimiser.apply(parameters.values, gradient, step, rate, start, end);
    parameters.changed[0] = 1;
  });
}
