import type { ConvShape } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';
import { ENTRY_BYTES, type LiveList } from './liveLists.js';

type Shape = Omit<ConvShape, 'size'>;

interface Rows {
  readonly list: LiveList;
  /** Address of one output channel's filter [3, 3, C] (its weights, or their gradient). */
  readonly filter: Local;
  /** Address of the image's framed map [H + 2, W + 2, C]. */
  readonly image: Local;
}

/** dx += g * W over a list: each entry adds the filter, scaled, to its 3x3 window. A part of the filter stays in registers. */
export function emitScatter(code: Assembler, shape: Shape, { list, filter, image }: Rows): void {
  forChunks(code, shape, ({ vectors, filterOffset, imageOffset }) => {
    const weights = code.locals('v128', vectors);
    const window = code.local('i32');
    const gradient = code.local('v128');
    for (let v = 0; v < vectors; v++)
      code
        .get(filter)
        .load(filterOffset + v * 16)
        .set(weights[v]);
    const group = Math.min(vectors, code.traits.storeGroup);
    const sums = code.locals('v128', group);
    forEntries(code, list, image, window, gradient, () => {
      for (let first = 0; first < vectors; first += group) {
        const last = Math.min(first + group, vectors);
        for (let v = first; v < last; v++) {
          const sum = sums[v - first];
          code
            .get(window)
            .load(imageOffset + v * 16)
            .set(sum);
          code.multiplyAdd(
            sum,
            () => code.get(gradient),
            () => code.get(weights[v]),
          );
        }
        for (let v = first; v < last; v++) {
          code
            .get(window)
            .get(sums[v - first])
            .store(imageOffset + v * 16);
        }
      }
    });
  });
}

/** dW += g * x over a list: sums of the entries' windows, kept in registers. */
export function emitGather(code: Assembler, shape: Shape, { list, filter, image }: Rows): void {
  if (shape.C === 1) {
    emitGatherOneChannel(code, shape, { list, filter, image });
    return;
  }
  forChunks(code, shape, ({ vectors, filterOffset, imageOffset }) => {
    const sums = code.locals('v128', vectors);
    const window = code.local('i32');
    const gradient = code.local('v128');
    for (let v = 0; v < vectors; v++)
      code
        .get(filter)
        .load(filterOffset + v * 16)
        .set(sums[v]);
    forEntries(code, list, image, window, gradient, () => {
      for (let v = 0; v < vectors; v++) {
        code.multiplyAdd(
          sums[v],
          () => code.get(gradient),
          () => code.get(window).load(imageOffset + v * 16),
        );
      }
    });
    for (let v = 0; v < vectors; v++)
      code
        .get(filter)
        .get(sums[v])
        .store(filterOffset + v * 16);
  });
}

/** With one input channel a window's row is three floats: loaded as four, the last one ignored. */
function emitGatherOneChannel(code: Assembler, { W }: Shape, { list, filter, image }: Rows): void {
  const sums = code.locals('v128', 3);
  const window = code.local('i32');
  const gradient = code.local('v128');
  for (const sum of sums) code.f32x4(0).set(sum);
  forEntries(code, list, image, window, gradient, () => {
    for (const [row, sum] of sums.entries()) {
      code.multiplyAdd(
        sum,
        () => code.get(gradient),
        () => code.get(window).load(row * (W + 2) * 4),
      );
    }
  });
  for (const [row, sum] of sums.entries()) {
    for (let lane = 0; lane < 3; lane++) {
      const offset = (row * 3 + lane) * 4;
      code.get(filter).get(filter).loadF32(offset).get(sum).extractF32(lane).op('f32.add').storeF32(offset);
    }
  }
}

function forEntries(
  code: Assembler,
  list: LiveList,
  image: Local,
  window: Local,
  gradient: Local,
  body: () => void,
): void {
  const entry = code.local('i32');
  code.i32(list.start).set(entry);
  code.repeatLocal(list.length, () => {
    code.get(entry).loadI32().get(image).op('i32.add').set(window);
    code.get(entry).loadSplat(4).set(gradient);
    body();
    code.advance(entry, ENTRY_BYTES);
  });
}

interface Chunk {
  readonly vectors: number;
  readonly filterOffset: number;
  readonly imageOffset: number;
}

/** The filter's three rows of 3C floats, cut into equal chunks that fit the registers. */
function forChunks(code: Assembler, { W, C }: Shape, body: (chunk: Chunk) => void): void {
  const rowVectors = (3 * C) / 4;
  let vectors = 12;
  while (rowVectors % vectors !== 0) vectors--;
  for (let row = 0; row < 3; row++) {
    for (let first = 0; first < rowVectors; first += vectors) {
      body({
        vectors,
        filterOffset: (row * rowVectors + first) * 16,
        imageOffset: row * (W + 2) * C * 4 + first * 16,
      });
    }
  }
}
