/** One layer as written in an architecture, in the order in which the layers run. */
export type LayerSpec =
  | { readonly type: 'conv2d'; readonly filters: number; readonly size: 1 | 3 } // stride 1, 'same' padding, with bias
  | { readonly type: 'batchNorm' }
  | { readonly type: 'relu' }
  | { readonly type: 'maxPool2d' } // 2x2, stride 2, floor
  | { readonly type: 'dropout'; readonly rate: number } // share of units dropped, 0 <= rate < 1
  | { readonly type: 'flatten' }
  | { readonly type: 'globalAveragePool' } // [height, width, channels] -> [channels], whatever the width
  | { readonly type: 'dense'; readonly units: number };

/** A network from picture to logits. */
export interface Architecture {
  readonly name: string;
  /** [height, width, channels] of the input. */
  readonly input: readonly [number, number, number];
  readonly layers: readonly LayerSpec[];
}

const conv = (filters: number): LayerSpec => ({ type: 'conv2d', filters, size: 3 });
const relu: LayerSpec = { type: 'relu' };
const pool: LayerSpec = { type: 'maxPool2d' };

/** The network that this project set out to rebuild: 37,818 parameters. Pooling floors: 28 -> 14 -> 7 -> 3 -> 1. */
export const classic: Architecture = {
  name: 'classic',
  input: [28, 28, 1],
  layers: [
    ...[conv(64), relu, pool], // [28, 28,  1] -> [14, 14, 64]
    ...[conv(32), relu, pool], // [14, 14, 64] -> [ 7,  7, 32]
    ...[conv(16), relu, pool], // [ 7,  7, 32] -> [ 3,  3, 16]
    ...[conv(64), relu, pool], // [ 3,  3, 16] -> [ 1,  1, 64]
    { type: 'flatten' }, //       [ 1,  1, 64] -> [64]
    { type: 'dense', units: 64 },
    relu,
    { type: 'dense', units: 10 }, // logits
  ],
};

/** The shortest way that was found to 99 % of MNIST: one epoch is enough. 43,530 parameters. */
const quick: Architecture = {
  name: 'quick',
  input: [28, 28, 1],
  layers: [
    ...[conv(20), relu, pool], // [28, 28,  1] -> [14, 14, 20]
    ...[conv(40), relu, pool], // [14, 14, 20] -> [ 7,  7, 40]
    ...[conv(80), relu, pool], // [ 7,  7, 40] -> [ 3,  3, 80]
    { type: 'flatten' }, //       [ 3,  3, 80] -> [720]
    { type: 'dense', units: 10 }, // logits
  ],
};

const block = (...filters: number[]): LayerSpec[] => [
  ...filters.flatMap((count): LayerSpec[] => [conv(count), { type: 'batchNorm' }, relu]),
  pool,
];

/** The default for reading: 169,410 parameters of which 168,754 are trained, 15.1 million multiply-adds. */
const standard: Architecture = {
  name: 'standard',
  input: [28, 28, 1],
  layers: [
    ...block(16, 24), // [28, 28,  1] -> [14, 14, 24]
    ...block(48, 48), // [14, 14, 24] -> [ 7,  7, 48]
    ...block(96, 96), // [ 7,  7, 48] -> [ 3,  3, 96]
    { type: 'flatten' }, //              [864]
    { type: 'dense', units: 10 }, // logits
  ],
};

/** For the lightest pages: 19,650 parameters of which 19,426 are trained, 2.4 million multiply-adds. */
const small: Architecture = {
  name: 'small',
  input: [28, 28, 1],
  layers: [
    ...block(8, 16), //  [28, 28,  1] -> [14, 14, 16]
    ...block(16, 16), // [14, 14, 16] -> [ 7,  7, 16]
    ...block(24, 32), // [ 7,  7, 16] -> [ 3,  3, 32]
    { type: 'flatten' }, //              [288]
    { type: 'dense', units: 10 }, // logits
  ],
};

/** The same network with another number of outputs. Its last layer must be dense. */
export function withOutputs(architecture: Architecture, units: number): Architecture {
  const { layers } = architecture;
  if (layers.at(-1)?.type !== 'dense')
    throw new RangeError(`architecture ${architecture.name} must end in a dense layer.`);
  return { ...architecture, layers: [...layers.slice(0, -1), { type: 'dense', units }] };
}

/** Every architecture that can be named on the command line. */
export const architectures: Readonly<Record<string, Architecture>> = { classic, quick, standard, small };
