import { createRandom, type Random } from '../random.js';
import { SHAPE_LENGTH } from './describeShape.js';
import { squaredDistance } from './squaredDistance.js';

/** The rows from..to-1 of a tree's order, which lie around a centre. */
export interface ShapePart {
  readonly centre: Float32Array;
  /** Mean squared distance of the rows to the centre. */
  readonly spread: number;
  readonly from: number;
  readonly to: number;
}

const BRANCHES = 16;
/** Centres are computed from a sample of this many of a node's rows. */
const SAMPLE = 16 * BRANCHES;
const ROUNDS = 4;
const STREAM = 0x7472_6565;

/** Divides rows into parts by k-means clustering; the same input gives the same parts. */
export class ShapePartitioner {
  /** Number of distances computed so far. */
  work = 0;
  readonly #shapes: Int8Array;
  readonly #order: Uint32Array;
  readonly #random: Random = createRandom(STREAM);

  /** `shapes` is [N, SHAPE_LENGTH]. `order` holds row numbers, which `divide` sorts in place. */
  constructor(shapes: Int8Array, order: Uint32Array) {
    this.#shapes = shapes;
    this.#order = order;
  }

  /** Partitions the rows from..to-1 of `order` by the nearest of up to 16 centres. */
  divide(from: number, to: number): ShapePart[] {
    const found = this.#findCentres(this.#order.subarray(from, to));
    const nearest = new Uint8Array(to - from);
    const sizes = new Uint32Array(found.length);
    const spreads = new Float64Array(found.length);
    for (let i = from; i < to; i++) {
      const { part, distance } = this.#nearestOf(found, this.#order[i]);
      nearest[i - from] = part;
      sizes[part]++;
      spreads[part] += distance;
    }
    if (sizes.some((size) => size === to - from))
      return halves(from, to, found[nearest[0]], spreads[nearest[0]] / (to - from));

    const starts = this.#sortByPart(from, to, nearest, sizes);
    return found
      .map((centre, part) => ({
        centre,
        spread: spreads[part] / sizes[part],
        from: from + starts[part],
        to: from + starts[part] + sizes[part],
      }))
      .filter((part) => part.to > part.from);
  }

  /** Sorts the rows from..to-1 of `order` by their part; returns where each part starts. */
  #sortByPart(from: number, to: number, nearest: Uint8Array, sizes: Uint32Array): Uint32Array {
    const starts = new Uint32Array(sizes.length);
    for (let part = 1; part < sizes.length; part++) starts[part] = starts[part - 1] + sizes[part - 1];
    const next = starts.slice();
    const sorted = new Uint32Array(to - from);
    for (let i = from; i < to; i++) sorted[next[nearest[i - from]]++] = this.#order[i];
    this.#order.set(sorted, from);
    return starts;
  }

  #findCentres(members: Uint32Array): Float32Array[] {
    const sample = Uint32Array.from(
      { length: Math.min(SAMPLE, members.length) },
      () => members[this.#random.below(members.length)],
    );
    const found = Array.from(sample.subarray(0, Math.min(BRANCHES, sample.length)), (row) =>
      Float32Array.from(this.#shapes.subarray(row * SHAPE_LENGTH, (row + 1) * SHAPE_LENGTH)),
    );
    for (let round = 0; round < ROUNDS; round++) {
      const sums = found.map(() => new Float32Array(SHAPE_LENGTH));
      const sizes = new Uint32Array(found.length);
      for (const row of sample) {
        const { part } = this.#nearestOf(found, row);
        sizes[part]++;
        for (let i = 0; i < SHAPE_LENGTH; i++) sums[part][i] += this.#shapes[row * SHAPE_LENGTH + i];
      }
      found.forEach((centre, part) => {
        if (sizes[part] > 0) for (let i = 0; i < SHAPE_LENGTH; i++) centre[i] = sums[part][i] / sizes[part];
      });
    }
    return found;
  }

  #nearestOf(found: readonly Float32Array[], row: number): { part: number; distance: number } {
    let [best, least] = [0, Infinity];
    this.work += found.length;
    for (let part = 0; part < found.length; part++) {
      const distance = squaredDistance(found[part], 0, this.#shapes, row * SHAPE_LENGTH, least);
      if (distance < least) [best, least] = [part, distance];
    }
    return { part: best, distance: least };
  }
}

/** Rows that are all equal are divided into halves in their order. */
function halves(from: number, to: number, centre: Float32Array, spread: number): ShapePart[] {
  const middle = (from + to) >>> 1;
  return [
    { centre, spread, from, to: middle },
    { centre, spread, from: middle, to },
  ];
}
