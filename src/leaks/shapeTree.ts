import { SHAPE_LENGTH } from './describeShape.js';
import { type ShapePart, ShapePartitioner } from './shapePartitioner.js';

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

/** A node while the tree is built, with the fields of `ShapeTree`. */
interface Node {
  readonly centre: Float32Array;
  readonly spread: number;
  first: number;
  count: number;
  isLeaf: boolean;
}

/** A node with at most this many rows is a leaf. */
const LEAF = 24;

/**
 * Builds the tree of the rows `members` of `shapes` [N, SHAPE_LENGTH] by k-means clustering in
 * every node (Muja & Lowe 2014, "Scalable nearest neighbor algorithms for high dimensional data",
 * doi 10.1109/TPAMI.2014.2321376). The cost grows with N log N; the same input gives the same tree.
 */
export function buildShapeTree(shapes: Int8Array, members: Uint32Array): ShapeTree {
  const order = members.slice();
  const partitioner = new ShapePartitioner(shapes, order);
  const nodes: Node[] = [];
  const pending: { readonly node: Node; readonly from: number; readonly to: number }[] = [];
  const add = ({ centre, spread, from, to }: ShapePart): void => {
    const node = { centre, spread, first: 0, count: 0, isLeaf: false };
    nodes.push(node);
    pending.push({ node, from, to });
  };
  add({ centre: new Float32Array(SHAPE_LENGTH), spread: 0, from: 0, to: members.length });
  for (let task = pending.pop(); task !== undefined; task = pending.pop()) {
    const { node, from, to } = task;
    if (to - from <= LEAF) {
      [node.first, node.count, node.isLeaf] = [from, to - from, true];
      continue;
    }
    const parts = partitioner.divide(from, to);
    [node.first, node.count] = [nodes.length, parts.length];
    parts.forEach(add);
  }
  return {
    centres: packCentres(nodes),
    spread: Float32Array.from(nodes, ({ spread }) => spread),
    first: Uint32Array.from(nodes, ({ first }) => first),
    count: Uint32Array.from(nodes, ({ count }) => count),
    isLeaf: Uint8Array.from(nodes, ({ isLeaf }) => Number(isLeaf)),
    order,
    work: partitioner.work,
  };
}

function packCentres(nodes: readonly Node[]): Int8Array {
  const packed = new Int8Array(nodes.length * SHAPE_LENGTH);
  nodes.forEach(({ centre }, node) => {
    packed.set(centre.map(Math.round), node * SHAPE_LENGTH);
  });
  return packed;
}
