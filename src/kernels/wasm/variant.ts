/**
 * How the kernels multiply and add.
 * - 'exact': separate multiplication and addition; the same bits on every CPU and JavaScript
 *   engine.
 * - 'relaxed': relaxed multiply-add (the relaxed-SIMD proposal), rounded once or twice, depending
 *   on the CPU.
 * - 'wide': relaxed, in an arrangement that V8's revectoriser (an experimental flag) packs into
 *   256-bit instructions.
 */
export type Variant = 'exact' | 'relaxed' | 'wide';

export interface VariantTraits {
  /** Whether `multiplyAdd` is one instruction. */
  readonly fused: boolean;
  /**
   * Vectors of four output channels in a convolution tile; 256-bit registers have room for twice as
   * many.
   */
  readonly tileVectors: 2 | 4;
  /** Tiles that a matrix product of Winograd's convolution computes at once. */
  readonly stripTiles: 4 | 5;
  /** Vectors of an input cell's gradient that are collected at once. */
  readonly collectVectors: 6 | 8 | 16;
  /**
   * Sums that `emitGather` keeps in registers; a multiplication that is not fused needs some
   * registers for its results.
   */
  readonly gatherVectors: 6 | 12;
}

export const VARIANTS: Readonly<Record<Variant, VariantTraits>> = {
  exact: { fused: false, tileVectors: 2, stripTiles: 4, collectVectors: 6, gatherVectors: 6 },
  relaxed: { fused: true, tileVectors: 2, stripTiles: 5, collectVectors: 8, gatherVectors: 12 },
  wide: { fused: true, tileVectors: 4, stripTiles: 5, collectVectors: 16, gatherVectors: 12 },
};
