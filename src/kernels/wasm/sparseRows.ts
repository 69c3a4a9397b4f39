import type { ConvShape } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';
import { ENTRY_BYTES, type ListGroup, type LiveList } from './liveLists.js';

type Shape = Omit<ConvShape, 'size'>;

interface Rows {
  readonly group: ListGroup;
  /**
   * Address of the group's first filter [3, 3, C] (its weights, or their gradient); it is advanced
   * past the last.
   */
  readonly filter: Local;
  /** Address of the image's framed map [H + 2, W + 2, C]. */
  readonly image: Local;
}

/** dW += g * x: sums the windows of the entries, in registers for the length of a list. */
export function emitGather(code: Assembler, shape: Shape, { group, filter, image }: Rows): void {
  forChunks(
    code,
    shape,
    { group, filter, image },
    code.traits.gatherVectors,
    ({ vectors, filterOffset, imageOffset }, list) => {
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
      for (let v = 0; v < vectors; v++) code.storeLanes(filter, sums[v], 4, filterOffset + v * 16);
    },
  );
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
  code.get(list.start).set(entry);
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

/**
 * Cuts the filter's three rows of 3C floats into equal chunks of at most `most` vectors. For each
 * chunk it goes through the lists of the group, with `filter` at the channel's filter.
 */
function forChunks(
  code: Assembler,
  { W, C }: Shape,
  { group, filter }: Rows,
  most: number,
  body: (chunk: Chunk, list: LiveList) => void,
): void {
  const rowVectors = (3 * C) / 4;
  const filterBytes = 9 * C * 4;
  let vectors = most;
  while (rowVectors % vectors !== 0) vectors--;
  for (let row = 0; row < 3; row++) {
    for (let first = 0; first < rowVectors; first += vectors) {
      const chunk: Chunk = {
        vectors,
        filterOffset: (row * rowVectors + first) * 16,
        imageOffset: row * (W + 2) * C * 4 + first * 16,
      };
      group.forEach((list) => {
        body(chunk, list);
        code.advance(filter, filterBytes);
      });
      code.advance(filter, -group.channels * filterBytes);
    }
  }
  code.advance(filter, group.channels * filterBytes);
}
