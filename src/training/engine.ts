import { createMemory } from '../kernels/wasm/createMemory.js';
import type { Floats, Kernels } from '../kernels/kernels.js';
import { definedOnly } from '../definedOnly.js';
import { wasmGradients } from '../kernels/wasm/wasmGradients.js';
import { createWasmKernels } from '../kernels/wasm/wasmKernels.js';
import type { Variant } from '../kernels/wasm/variant.js';
import type { Architecture } from '../network/architecture.js';
import { buildNetwork, type Network, type NetworkOptions } from '../network/network.js';
import { PARTS } from '../network/program.js';
import { outputsOf } from '../network/shapes.js';
import type { Augmentation } from './augment/augmentation.js';
import { createAugmenter } from './augment/augmenter.js';
import { type Average, type AverageOptions, createAverage } from './average.js';
import { createCrew, type CrewControl, CONTROL_LENGTH, soloControl } from './crew.js';
import { createLoss, type Distillation } from './loss.js';
import { createOptimiser, type Optimiser, type OptimiserOptions } from './optimiser.js';
import { createTeachers, type Teacher } from './teachers.js';

/** Everything that determines an engine. It can be sent to a worker. */
export interface EnginePlan {
  readonly architecture: Architecture;
  /** The most images per step. */
  readonly batch: number;
  /** Null: the engine only predicts. */
  readonly optimiser: OptimiserOptions | null;
  /** Seed of dropout, 0..2^32-1. */
  readonly seed: number;
  readonly threads: number;
  /** How the kernels multiply and add. @default 'exact' */
  readonly variant?: Variant;
  /** How training pictures are changed. @default no changes */
  readonly augmentation?: Augmentation | null;
  /**
   * @default no average is kept
   */
  readonly average?: AverageOptions | null;
  /** @default 0 */
  readonly labelSmoothing?: number;
  /** How to learn from the answers of `teachers` to the same changed pictures. */
  readonly distillation?: Distillation | null;
  readonly teachers?: readonly Teacher[];
}

/** How the pictures of a batch are changed. */
export interface AugmentationView {
  /** 1, 2, ... Together with the seed and the row, it determines how a picture is changed. */
  readonly epoch: number;
  /** Strength of the changes, 0..1. @default 1 */
  readonly strength?: number;
}

/** The settings that change from one training step to the next. */
export interface TrainingStep extends AugmentationView {
  /** 1, 2, ... */
  readonly step: number;
  /** Learning rate. */
  readonly rate: number;
}

/** What a worker needs to join a crew. */
export interface CrewMember {
  readonly plan: EnginePlan;
  readonly memory: WebAssembly.Memory;
  /** 1..threads - 1; thread 0 is the one that created the engine. */
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
  /** Null if the engine only predicts. */
  readonly optimiser: Optimiser | null;
  /** Null if the plan wants none. */
  readonly average: Average | null;
  /** How the kernels multiply and add, for logs and run configs. */
  readonly variant: Variant;
  readonly threads: number;
  /**
   * [batch], the row in the data set of each of `network.inputs`. It is read when pictures are
   * changed.
   */
  readonly rows: Int32Array;
  /**
   * Runs one step on the first `n` of `network.inputs` and `network.labels`, which changes the
   * parameters.
   */
  train(n: number, step: TrainingStep): StepResult;
  /**
   * Measures the statistics of batch normalisation on the first `n` of `network.inputs`, as batch
   * number `batch` (1, 2, ...), and sets the running statistics to their average over the batches
   * so far.
   */
  measure(n: number, batch: number, view: AugmentationView): void;
  /** Writes `network.logits` of the first `n` of `network.inputs`. */
  predict(n: number): void;
  /** Ends the other threads. */
  close(): void;
}

/** Starts one worker, which calls `joinCrew(member)`. */
export type Launch = (member: CrewMember) => void;

/**
 * Creates an engine on `plan.threads` threads; more than one need `launch`. The results do not
 * depend on the number of threads.
 */
export function createEngine(plan: EnginePlan, launch?: Launch): Engine {
  const { threads } = plan;
  if (!Number.isInteger(threads) || threads < 1)
    throw new RangeError(`createEngine: threads must be an integer above 0. Received ${threads}.`);
  if (threads > 1 && launch === undefined)
    throw new RangeError(`createEngine: ${threads} threads need a way to launch them.`);
  const { pages } = buildParts(plan, 0);
  const memory = createMemory(pages, plan.batch, threads > 1);
  const parts = buildParts(plan, 0, memory);
  const { network, optimiser, average, settings, control, rows } = parts;
  for (let thread = 1; thread < threads; thread++) launch?.({ plan, memory, thread });
  const crew = threads > 1 ? createCrew(control, 0, threads) : soloControl();
  network.randomState[0] = plan.seed;

  return {
    network,
    optimiser,
    average,
    variant: plan.variant ?? 'exact',
    threads,
    rows,
    train(n, { step, rate, epoch, strength = 1 }) {
      if (optimiser === null) throw new Error('this engine was made to predict only.');
      network.count[0] = n;
      network.randomState[1] = step;
      settings.set([step, rate, epoch, strength]);
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
    measure(n, batch, { epoch, strength = 1 }) {
      network.measured[0] = batch;
      settings.set([0, 0, epoch, strength]);
      crew.start('measure', n);
      parts.work('measure', crew, n);
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

/** The whole work of a worker: takes part in every step until the engine is closed. */
export function joinCrew({ plan, memory, thread }: CrewMember): void {
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

/**
 * Builds what every thread needs, with the same addresses in each. Without `memory`, it only finds
 * out how much memory is needed.
 */
function buildParts(plan: EnginePlan, thread: number, memory?: WebAssembly.Memory) {
  const { architecture, batch, threads, variant = 'exact' } = plan;
  const kernels = createWasmKernels({ shared: threads > 1, thread, threads, variant, memory }, wasmGradients);
  const control = kernels.allocateIntegers(CONTROL_LENGTH);
  const settings = kernels.allocateDoubles(4); // step, rate, epoch, strength
  const rows = kernels.allocateIntegers(batch);
  const network = buildNetwork(architecture, {
    kernels,
    batch,
    threads,
    training: plan.optimiser !== null,
    ...lessonOf(plan, kernels, rows, settings),
  });
  const { length } = network.parameters;
  const optimiser = plan.optimiser && createOptimiser(kernels, length, plan.optimiser);
  const average = plan.average ? createAverage(kernels, length, plan.average) : null;
  if (optimiser !== null) addUpdate(kernels, network, optimiser, average, settings);
  return {
    network,
    optimiser,
    average,
    settings,
    control,
    rows,
    pages: kernels.pages,
    work(command: 'train' | 'predict' | 'measure', crew: CrewControl, n: number): void {
      network.run(network[command], crew, n);
    },
  };
}

/**
 * The parts of training that go into the network: the changes of its inputs, and the loss, which
 * may follow teachers.
 */
function lessonOf(
  plan: EnginePlan,
  kernels: Kernels,
  rows: Int32Array,
  settings: Float64Array,
): Pick<NetworkOptions, 'augment' | 'loss'> {
  const { architecture, batch, variant = 'exact', labelSmoothing = 0, distillation = null, teachers = [] } = plan;
  const augmenter = plan.augmentation ? createAugmenter(architecture.input[0], plan.augmentation) : null;
  const K = outputsOf(architecture);
  const targets: Floats | null = distillation && kernels.allocate(batch * K);
  const ask = distillation && createTeachers(teachers, K, distillation.temperature, variant);
  const plain = labelSmoothing === 0 && distillation === null;
  const augment: NonNullable<NetworkOptions['augment']> = (inputs, { first, n }, mode) => {
    const [, , epoch, strength] = settings;
    if (strength > 0) {
      augmenter?.augmentSlice(inputs, n, rows.subarray(first, first + n), plan.seed, epoch, strength);
    }
    if (targets !== null && mode === 'train') ask?.(inputs, n, targets, first);
  };
  return definedOnly({
    augment: augmenter !== null || ask !== null ? augment : undefined,
    loss: plain ? undefined : createLoss(labelSmoothing, distillation, targets),
  });
}

/**
 * Adds the stage after the backward pass: the gradient is the sum over the slices in their order,
 * then the optimiser changes the parameters, and then the average is updated.
 */
function addUpdate(
  kernels: Kernels,
  network: Network,
  optimiser: Optimiser,
  average: Average | null,
  settings: Float64Array,
): void {
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
    average?.update(parameters.values, step, start, end);
  });
}
