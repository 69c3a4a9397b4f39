import type { DenseKernels } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';
import type { WasmMemory } from './memory.js';

/** How many vectors of one row of the result stay in registers. */
const VECTORS = 4;

/**
 * Fully connected layers: one row of the result stays in registers during a sweep over the inputs.
 * Lengths need not be multiples of four.
 */
export function wasmDense(memory: WasmMemory, { C, K }: { readonly C: number; readonly K: number }): DenseKernels {
  // forward: y[n] = bias + sum over c of x[n][c] * packed[c]; packed is [C, K].
  const forward = memory.compile(['i32', 'i32', 'i32', 'i32', 'i32'], (code, x, packed, bias, y, n) => {
    code.repeatLocal(n, () => {
      emitRow(code, {
        length: K,
        repeat: (body) => code.repeat(C, body),
        scalars: x,
        scalarStride: 4,
        rows: packed,
        rowStride: K * 4,
        start: bias,
        out: y,
      });
      code.advance(x, C * 4).advance(y, K * 4);
    });
  });
  // backward: dx[n] = sum over k of dy[n][k] * weight[k]; weight is [K, C].
  const input = memory.compile(['i32', 'i32', 'i32', 'i32'], (code, dy, weight, dx, n) => {
    code.repeatLocal(n, () => {
      emitRow(code, {
        length: C,
        repeat: (body) => code.repeat(K, body),
        scalars: dy,
        scalarStride: 4,
        rows: weight,
        rowStride: C * 4,
        start: null,
        out: dx,
      });
      code.advance(dy, K * 4).advance(dx, C * 4);
    });
  });
  // dw[k] += sum over n of dy[n][k] * x[n]; db += sum over n of dy[n].
  const parameters = memory.compile(['i32', 'i32', 'i32', 'i32', 'i32'], (code, x, dy, dw, db, n) => {
    const at = code.local('i32');
    const sum = code.local('f32');
    code.repeat(K, () => {
      emitRow(code, {
        length: C,
        repeat: (body) => code.repeatLocal(n, body),
        scalars: dy,
        scalarStride: K * 4,
        rows: x,
        rowStride: C * 4,
        start: dw,
        out: dw,
      });
      code.get(db).loadF32().set(sum).get(dy).set(at);
      code.repeatLocal(n, () => {
        code
          .get(sum)
          .get(at)
          .loadF32()
          .op('f32.add')
          .set(sum)
          .advance(at, K * 4);
      });
      code.get(db).get(sum).storeF32();
      code
        .advance(dy, 4)
        .advance(dw, C * 4)
        .advance(db, 4);
    });
  });
  return {
    packedLength: C * K,
    pack(weight, packed) {
      for (let k = 0; k < K; k++) for (let c = 0; c < C; c++) packed[c * K + k] = weight[k * C + c];
    },
    forward(x, packed, bias, y, n) {
      forward(x.byteOffset, packed.byteOffset, bias.byteOffset, y.byteOffset, n);
    },
    backwardInput(dy, weight, dx, n) {
      input(dy.byteOffset, weight.byteOffset, dx.byteOffset, n);
    },
    backwardParameters(x, dy, dw, db, n) {
      parameters(x.byteOffset, dy.byteOffset, dw.byteOffset, db.byteOffset, n);
    },
  };
}

interface Row {
  readonly length: number;
  /** Emits the loop over the rows that are added up. */
  readonly repeat: (body: () => void) => unknown;
  readonly scalars: Local;
  readonly scalarStride: number;
  readonly rows: Local;
  readonly rowStride: number;
  /** What the sum starts from; null means zero. */
  readonly start: Local | null;
  readonly out: Local;
}

/** out [length] = start + sum over the steps of scalar * row. */
function emitRow(code: Assembler, row: Row): void {
  const { length, repeat, scalars, scalarStride, rows, rowStride, start, out } = row;
  for (let first = 0; first < length; first += VECTORS * 4) {
    const lanes = Math.min(VECTORS * 4, length - first);
    const sums = code.locals('v128', Math.ceil(lanes / 4));
    const scalar = code.local('v128');
    const [scalarAt, rowAt] = code.locals('i32', 2);
    for (const [v, sum] of sums.entries()) {
      if (start === null) code.f32x4(0);
      else code.get(start).load(first * 4 + v * 16);
      code.set(sum);
    }
    code.get(scalars).set(scalarAt).get(rows).set(rowAt);
    const step = (): void => {
      code.get(scalarAt).loadSplat().set(scalar);
      for (const [v, sum] of sums.entries()) {
        code.multiplyAdd(
          sum,
          () => code.get(scalar),
          () => code.get(rowAt).load(first * 4 + v * 16),
        );
      }
      code.advance(scalarAt, scalarStride).advance(rowAt, rowStride);
    };
    repeat(step);
    for (const [v, sum] of sums.entries()) code.storeLanes(out, sum, Math.min(4, lanes - v * 4), first * 4 + v * 16);
  }
}
