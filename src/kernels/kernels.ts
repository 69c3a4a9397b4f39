// The contract of the arithmetic. It has two implementations: `reference/` (plain loops, slow, the
// standard of correctness) and `wasm/` (fast). Every implementation passes the suite in
// `test/kernels/kernels.case.ts`.
//
// Shape letters: N images, H rows, W columns, C input channels, K output channels. All arrays are
// NHWC, flat and row-major.
//
// Framed: a map [N, H, W, C] is stored as [N, H + 2, W + 2, C], with a frame of zero cells, one
// cell wide, around each image. A 3x3 convolution then never has to test for the border. `allocate`
// returns zeroed frames, and every kernel leaves them zero.
//
// A kernel is bound to its shape once (`kernels.conv2d({...})`) and then called many times. It
// writes to the caller's arrays, which must come from the same kernels' `allocate*` functions, and
// allocates nothing. Gradients of parameters (`dw`, `db`, ...) are ADDED to what the array holds;
// every other output is overwritten. `n` is the number of images at the front of the arrays; it may
// be 0. The gradient of `x` is called `dx`.

/** The arrays that a network computes with: Float32 in normal use, Float64 to check gradients. */
export type Floats = Float32Array | Float64Array;

export interface MapShape {
  readonly H: number;
  readonly W: number;
  readonly C: number;
}

export interface ConvShape extends MapShape {
  readonly K: number;
  /** Side of the square filter. Padding is 'same', the stride is 1. */
  readonly size: 1 | 3;
}

export interface Conv2dKernels {
  /** Number of floats that `pack` writes. */
  readonly packedLength: number;
  /**
   * Rearranges weight [K, size, size, C] into the order in which `forward` and `backwardInput` read
   * it. Call it after every change of the weights.
   */
  pack(weight: Floats, packed: Floats): void;
  /** y [N, H, W, K] framed = x [N, H, W, C] framed (*) weight + bias [K]. */
  forward(x: Floats, packed: Floats, bias: Floats, y: Floats, n: number): void;
  /** dx [N, H, W, C] framed from dy [N, H, W, K] framed. */
  backwardInput(dy: Floats, packed: Floats, dx: Floats, n: number): void;
  /** Adds to dw [K, size, size, C] and db [K]. */
  backwardParameters(x: Floats, dy: Floats, dw: Floats, db: Floats, n: number): void;
}

/**
 * A 3x3 convolution, ReLU and 2x2 max-pooling (floor) in one pass: the map before pooling is never
 * stored.
 */
export interface ConvReluPoolKernels {
  readonly packedLength: number;
  pack(weight: Floats, packed: Floats): void;
  /**
   * y [N, H/2, W/2, K] framed. `window` [N, H/2, W/2, K] (not framed) records where in x each y
   * came from: the index, within the image's framed x, at which the 3x3 window of the winning
   * position begins. Among equal values the first one wins, row by row. The index is -1 where y is
   * 0, so that no gradient passes. Pass null if there will be no backward pass.
   */
  forward(x: Floats, packed: Floats, bias: Floats, y: Floats, window: Int32Array | null, n: number): void;
  /** dx [N, H, W, C] framed from dy [N, H/2, W/2, K] framed. */
  backwardInput(dy: Floats, window: Int32Array, weight: Floats, dx: Floats, n: number): void;
  /** Adds to dw [K, 3, 3, C] and db [K]. */
  backwardParameters(x: Floats, dy: Floats, window: Int32Array, dw: Floats, db: Floats, n: number): void;
}

export interface ReluKernels {
  /** y = max(x, 0), over n images of `length` floats; y may be x. */
  forward(x: Floats, y: Floats, n: number): void;
  /** dx = dy where y > 0, else 0. */
  backward(dy: Floats, y: Floats, dx: Floats, n: number): void;
}

export interface MaxPoolKernels {
  /**
   * y [N, H/2, W/2, C] framed from x [N, H, W, C] framed. `winner` [N, H/2, W/2, C] (not framed)
   * records the position of the largest value in its window, 0..3, the first among equals. Pass
   * null if there will be no backward pass.
   */
  forward(x: Floats, y: Floats, winner: Int32Array | null, n: number): void;
  /** dx [N, H, W, C] framed. */
  backward(dy: Floats, winner: Int32Array, dx: Floats, n: number): void;
}

export interface GlobalAveragePoolKernels {
  /** y [N, C] (not framed): the mean of x [N, H, W, C] framed over H and W. */
  forward(x: Floats, y: Floats, n: number): void;
  /** dx [N, H, W, C] framed: dy [N, C] / (H * W) in every cell. */
  backward(dy: Floats, dx: Floats, n: number): void;
}

/**
 * Batch normalisation (Ioffe & Szegedy 2015, arXiv:1502.03167, Algorithm 1) over N, H and W for
 * each channel, in separate steps: the kernels see one slice of a batch at a time, and only the
 * caller sees the whole batch.
 */
export interface BatchNormKernels {
  /**
   * mean [C] and m2 [C], the sum of squared distances from that mean, over n * H * W cells (both 0
   * if n is 0).
   */
  statistics(x: Floats, mean: Floats, m2: Floats, n: number): void;
  /** y = x * scale [C] + shift [C]; the frames stay zero. */
  normalise(x: Floats, scale: Floats, shift: Floats, y: Floats, n: number): void;
  /** Adds sum(dy * (x - mean) * invStd) to dgamma [C] and sum(dy) to dbeta [C]. */
  backwardParameters(
    x: Floats,
    dy: Floats,
    mean: Floats,
    invStd: Floats,
    dgamma: Floats,
    dbeta: Floats,
    n: number,
  ): void;
  /** dx = a [C] * dy + b [C] * x + c [C]; the frames stay zero. */
  backwardInput(x: Floats, dy: Floats, a: Floats, b: Floats, c: Floats, dx: Floats, n: number): void;
}

export interface DenseKernels {
  readonly packedLength: number;
  /** Rearranges weight [K, C] into the order in which `forward` reads it. */
  pack(weight: Floats, packed: Floats): void;
  /** y [N, K] = x [N, C] weight^T + bias [K]. Not framed. */
  forward(x: Floats, packed: Floats, bias: Floats, y: Floats, n: number): void;
  backwardInput(dy: Floats, weight: Floats, dx: Floats, n: number): void;
  /** Adds to dw [K, C] and db [K]. */
  backwardParameters(x: Floats, dy: Floats, dw: Floats, db: Floats, n: number): void;
}

export interface AdamOptions {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled weight decay (AdamW); 0 gives plain Adam. */
  readonly decay: number;
  /** 1 - beta1^t and 1 - beta2^t of step t = 1, 2, ... */
  readonly correction1: number;
  readonly correction2: number;
}

export interface SgdOptions {
  readonly rate: number;
  readonly momentum: number;
  /** L2 penalty added to the gradient, as in PyTorch's SGD. */
  readonly decay: number;
}

export interface Kernels {
  /**
   * Which implementation this is, for logs and run configs: 'reference', or the name of a variant
   * such as 'exact'.
   */
  readonly name: string;
  /** Zeroed arrays that these kernels can work on. */
  allocate(length: number): Floats;
  allocateIntegers(length: number): Int32Array;
  allocateBytes(length: number): Uint8Array;
  allocateDoubles(length: number): Float64Array;

  /** y [N, H, W, 1] framed = bytes [N, H, W] / 255. */
  fromBytes(shape: { readonly H: number; readonly W: number }): (bytes: Uint8Array, y: Floats, n: number) => void;
  conv2d(shape: ConvShape): Conv2dKernels;
  convReluPool(shape: Omit<ConvShape, 'size'>): ConvReluPoolKernels;
  relu(length: number): ReluKernels;
  maxPool(shape: MapShape): MaxPoolKernels;
  globalAveragePool(shape: MapShape): GlobalAveragePoolKernels;
  batchNorm(shape: MapShape): BatchNormKernels;
  dense(shape: { readonly C: number; readonly K: number }): DenseKernels;
  /** y [N, H * W * C] from x [N, H, W, C] framed, and back. */
  flatten(shape: MapShape): {
    forward(x: Floats, y: Floats, n: number): void;
    backward(dy: Floats, dx: Floats, n: number): void;
  };
  /**
   * Over n images of `length` floats: y = x / (1 - rate) where hash(key + index) keeps the unit,
   * else 0. `index` runs over the whole slice. The function is linear in x, so the same call with
   * the same key on dy is the backward pass. For the hash see `dropoutHash`.
   */
  dropout(length: number, rate: number): (x: Floats, y: Floats, key: number, n: number) => void;

  /**
   * out[i] = slices[0][i] + slices[1][i] + ... in that order, for start <= i < end. Slice s begins
   * at s * stride.
   */
  sumSlices(slices: Floats, stride: number, count: number, out: Floats, start: number, end: number): void;
  /**
   * One step of Adam (Kingma & Ba 2015, arXiv:1412.6980, Algorithm 1) or AdamW (Loshchilov & Hutter
   * 2019, arXiv:1711.05101, Algorithm 2), in place, for the parameters start <= i < end.
   */
  adam(
    parameters: Floats,
    gradients: Floats,
    m: Floats,
    v: Floats,
    options: AdamOptions,
    start: number,
    end: number,
  ): void;
  /**
   * One step of SGD with momentum as PyTorch defines it: velocity = momentum * velocity + gradient;
   * parameter -= rate * velocity.
   */
  sgd(parameters: Floats, gradients: Floats, velocity: Floats, options: SgdOptions, start: number, end: number): void;
}
