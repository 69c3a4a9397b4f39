import { createRandom } from '../random.js';
import { SHAPE_LENGTH } from './describeShape.js';

/**
 * A tree of descriptions for finding near ones. Each node has a centre and up to 16 children; the
 * leaves hold few rows. It consists of plain arrays, so that threads can share it.
 */
export interface ShapeTree {
  /** [nodes, SHAPE_LENGTH] */
  readonly centres: Int8Array;
  /** [nodes], mean squared distance of a node's rows to its centre. */
  readonly spread: Float32Array;
  /**
   * [nodes], the first of a node's children, which are consecutive; for a leaf, the position of its
   * first row in `order`.
   */
  readonly first: Uint32Array;
  /** [nodes], the number of children, or of rows for a leaf. */
  readonly count: Uint32Array;
  /** [nodes], 1 for a leaf. */
  readonly isLeaf: Uint8Array;
  /** Row numbers; those of a leaf are consecutive. */
  readonly order: Uint32Array;
  /** Number of distances that were computed to build the tree: grows with N log N. */
  readonly work: number;
}

/** The rows from..to-1 of a tree's order, which lie around a centre. */
interface Part {
  readonly centre: Float32Array;
  readonly spread: number;
  readonly from: number;
  readonly to: number;
}

const BRANCHES = 16;
const LEAF = 24;
/** Centres are computed from a sample of this many of a node's rows. */
const SAMPLE = 16 * BRANCHES;
const ROUNDS = 4;
const STREAM = 0x7472_6565;

/**
 * Builds the tree of the rows `members` of `shapes` [N, SHAPE_LENGTH] by k-means clustering in
 * every node (Muja & Lowe 2014, "Scalable nearest neighbor algorithms for high dimensional data",
 * doi 10.1109/TPAMI.2014.2321376). The cost grows with N log N; the same input gives the same tree.
 */
export function buildShapeTree(shapes: Int8Array, members: Uint32Array): ShapeTree {
  const rows = members.length;
  const random = createRandom(STREAM);
  const order = members.slice();
  const [firsts, counts, leaves]: number[][] = [[], [], []];
  const centres: Float32Array[] = [];
  const spreads: number[] = [];
  let work = 0;
  const addNode = ({ centre, spread }: Pick<Part, 'centre' | 'spread'>): number => {
    centres.push(centre);
    spreads.push(spread);
    firsts.push(0);
    counts.push(0);
    leaves.push(0);
    return centres.length - 1;
  };
  const pending = [{ node: addNode({ centre: new Float32Array(SHAPE_LENGTH), spread: 0 }), from: 0, to: rows }];
  for (let task = pending.pop(); task !== undefined; task = pending.pop()) {
    const { node, from, to } = task;
    if (to - from <= LEAF) {
      [firsts[node], counts[node], leaves[node]] = [from, to - from, 1];
      continue;
    }
    const parts = divide(from, to);
    [firsts[node], counts[node]] = [centres.length, parts.length];
    for (const part of parts) pending.push({ node: addNode(part), from: part.from, to: part.to });
  }
  const packed = new Int8Array(centres.length * SHAPE_LENGTH);
  centres.forEach((centre, node) => {
    packed.set(centre.map(Math.round), node * SHAPE_LENGTH);
  });
  return {
    centres: packed,
    spread: Float32Array.from(spreads),
    first: Uint32Array.from(firsts),
    count: Uint32Array.from(counts),
    isLeaf: Uint8Array.from(leaves),
    order,
    work,
  };

  /** Partitions the rows from..to-1 of `order` by the nearest of up to 16 centres. */
  function divide(from: number, to: number): Part[] {
    const found = findCentres(order.subarray(from, to));
    const nearest = new Uint8Array(to - from);
    const sizes = new Uint32Array(found.length);
    const spreads = new Float64Array(found.length);
    for (let i = from; i < to; i++) {
      const { part, distance } = nearestOf(found, order[i]);
      nearest[i - from] = part;
      sizes[part]++;
      spreads[part] += distance;
    }
    if (sizes.some((size) => size === to - from))
      return halves(from, to, found[nearest[0]], spreads[nearest[0]] / (to - from));

    const starts = new Uint32Array(found.length);
    for (let part = 1; part < found.length; part++) starts[part] = starts[part - 1] + sizes[part - 1];
    const next = starts.slice();
    const sorted = new Uint32Array(to - from);
    for (let i = from; i < to; i++) sorted[next[nearest[i - from]]++] = order[i];
    order.set(sorted, from);
    return found
      .map((centre, part) => ({
        centre,
        spread: spreads[part] / sizes[part],
        from: from + starts[part],
        to: from + starts[part] + sizes[part],
      }))
      .filter((part) => part.to > part.from);
  }

  /** Rows that are all equal are divided into halves in their order. */
  function halves(from: number, to: number, centre: Float32Array, spread: number): Part[] {
    const middle = (from + to) >>> 1;
    return [
      { centre, spread, from, to: middle },
      { centre, spread, from: middle, to },
    ];
  }

  function findCentres(members: Uint32Array): Float32Array[] {
    const sample = Uint32Array.from(
      { length: Math.min(SAMPLE, members.length) },
      () => members[random.below(members.length)],
    );
    const found = Array.from(sample.subarray(0, Math.min(BRANCHES, sample.length)), (row) =>
      Float32Array.from(shapes.subarray(row * SHAPE_LENGTH, (row + 1) * SHAPE_LENGTH)),
    );
    for (let round = 0; round < ROUNDS; round++) {
      const sums = found.map(() => new Float32Array(SHAPE_LENGTH));
      const sizes = new Uint32Array(found.length);
      for (const row of sample) {
        const { part } = nearestOf(found, row);
        sizes[part]++;
        for (let i = 0; i < SHAPE_LENGTH; i++) sums[part][i] += shapes[row * SHAPE_LENGTH + i];
      }
      found.forEach((centre, part) => {
        if (sizes[part] > 0) for (let i = 0; i < SHAPE_LENGTH; i++) centre[i] = sums[part][i] / sizes[part];
      });
    }
    return found;
  }

  function nearestOf(found: readonly Float32Array[], row: number): { part: number; distance: number } {
    let [best, least] = [0, Infinity];
    work += found.length;
    for (let part = 0; part < found.length; part++) {
      const distance = squaredDistance(found[part], 0, shapes, row * SHAPE_LENGTH, least);
      if (distance < least) [best, least] = [part, distance];
    }
    return { part: best, distance: least };
  }
}

/**
 * The squared distance between a[at..] and b[from..]. If it is not below `limit`, any number of at
 * least `limit` may be returned.
 */
export function squaredDistance(a: Float32Array, at: number, b: Int8Array, from: number, limit: number): number {
  let sum = 0;
  for (let i = 0; i < SHAPE_LENGTH; i += 5) {
    const d0 = a[at + i] - b[from + i];
    const d1 = a[at + i + 1] - b[from + i + 1];
    const d2 = a[at + i + 2] - b[from + i + 2];
    const d3 = a[at + i + 3] - b[from + i + 3];
    const d4 = a[at + i + 4] - b[from + i + 4];
    sum += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3 + d4 * d4;
    if (sum >= limit) return sum;
  }
  return sum;
}
