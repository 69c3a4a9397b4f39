import { SHAPE_LENGTH, turnShape } from './describeShape.js';
import type { ShapeTree } from './shapeTree.js';
import { squaredDistance } from './squaredDistance.js';

/** A drawing whose description is near that of another drawing. */
export interface NearShape {
  readonly row: number;
  /** Squared distance between the descriptions. */
  readonly distance: number;
  /** The angle by which the other drawing was rotated for it, in radians. */
  readonly turn: number;
}

export interface ShapeSearch {
  /** Begins a search for rows near `shape` [SHAPE_LENGTH], without those of the group `except`. */
  begin(shape: ArrayLike<number>, except: number): void;
  /**
   * Continues the search until `budget` rows have been examined, counted over all turns, and
   * returns the `wanted` nearest so far, the nearest first.
   */
  nearest(budget: number, wanted: number): NearShape[];
  /** Number of distances computed so far. */
  readonly work: number;
}

/**
 * Rotations that are tried, in radians: whitening leaves a variant rotated by up to about half a
 * radian.
 */
const TURNS = [-0.42, -0.21, 0, 0.21, 0.42];
/** The most rows that can be examined for one drawing. */
const PLACES = 16_384;

/**
 * A best-first search: it opens the nearest nodes of the tree first, where the distance to a node
 * is reduced by its spread, until it has examined as many rows as its budget allows. Its cost does
 * not grow with N beyond the depth of the tree; docs/leaks.md reports how much it misses. Fewer
 * rows are returned if there are fewer. `budget` is at most 16,000. `groups` [N] is the group of
 * each row.
 */
export function createSearch(shapes: Int8Array, tree: ShapeTree, groups: Uint32Array): ShapeSearch {
  const queries = new Float32Array(TURNS.length * SHAPE_LENGTH);
  const queue = new NodeQueue();
  const [rows, distances] = [new Uint32Array(PLACES), new Float32Array(PLACES)];
  const [turns, keys] = [new Uint8Array(PLACES), new Float64Array(PLACES)];
  let work = 0;
  let seen = 0;
  let asking = -1;

  const begin = (shape: ArrayLike<number>, except: number): void => {
    [seen, asking] = [0, except];
    queue.clear();
    TURNS.forEach((turn, i) => {
      turnShape(shape, turn, queries.subarray(i * SHAPE_LENGTH, (i + 1) * SHAPE_LENGTH));
      queue.push(0, 0, i);
    });
  };
  const nearest = (budget: number, wanted: number): NearShape[] => {
    while (seen < budget && queue.size > 0) {
      const { node, turn } = queue.pop();
      const [first, count] = [tree.first[node], tree.count[node]];
      work += count;
      for (let i = first; i < first + count; i++) {
        if (tree.isLeaf[node] === 0) {
          const distance = squaredDistance(queries, turn * SHAPE_LENGTH, tree.centres, i * SHAPE_LENGTH, Infinity);
          queue.push(distance - tree.spread[i], i, turn);
          continue;
        }
        const row = tree.order[i];
        if (groups[row] === asking) continue;
        rows[seen] = row;
        distances[seen] = squaredDistance(queries, turn * SHAPE_LENGTH, shapes, row * SHAPE_LENGTH, Infinity);
        turns[seen++] = turn;
      }
    }
    // Most rows are far away. Only those up to a distance that is sure to include the wanted rows
    // are sorted; each row may have been found once per turn.
    const limit = limitFor(distances.subarray(0, seen), wanted * TURNS.length);
    let kept = 0;
    // The position is stored in the low digits of the key, so that plain numbers can be sorted,
    // which is many times as fast as with a comparison function.
    for (let i = 0; i < seen; i++) if (distances[i] <= limit) keys[kept++] = Math.floor(distances[i]) * PLACES + i;
    const sorted = keys.subarray(0, kept).sort();
    const near: NearShape[] = [];
    const taken = new Set<number>();
    for (let i = 0; i < kept && near.length < wanted; i++) {
      const at = sorted[i] % PLACES;
      if (taken.has(rows[at])) continue;
      taken.add(rows[at]);
      near.push({ row: rows[at], distance: distances[at], turn: TURNS[turns[at]] });
    }
    return near;
  };
  return {
    begin,
    nearest,
    get work() {
      return work;
    },
  };
}

const BINS = 512;
/** The largest possible squared distance: all descriptions have length 200. */
const FARTHEST = 400 * 400;
const bins = new Uint32Array(BINS);

/**
 * A limit below which at least `count` of the distances lie, but not many more; Infinity if there
 * are fewer.
 */
function limitFor(distances: Float32Array, count: number): number {
  bins.fill(0);
  for (let i = 0; i < distances.length; i++) bins[binOf(distances[i])]++;
  let below = 0;
  for (let bin = 0; bin < BINS; bin++) {
    below += bins[bin];
    if (below >= count) return ((bin + 1) / BINS) ** 2 * FARTHEST;
  }
  return Infinity;
}

function binOf(distance: number): number {
  return Math.min(BINS - 1, Math.floor(Math.sqrt(distance / FARTHEST) * BINS));
}

/** A binary heap of nodes, the nearest on top. */
class NodeQueue {
  size = 0;
  #keys = new Float64Array(1024);
  #nodes = new Uint32Array(1024);
  #turns = new Uint8Array(1024);

  clear(): void {
    this.size = 0;
  }

  push(key: number, node: number, turn: number): void {
    if (this.size === this.#keys.length) this.#grow();
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (this.#keys[parent] <= key) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#set(at, key, node, turn);
  }

  pop(): { node: number; turn: number } {
    const top = { node: this.#nodes[0], turn: this.#turns[0] };
    const last = --this.size;
    const key = this.#keys[last];
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= last) break;
      if (child + 1 < last && this.#keys[child + 1] < this.#keys[child]) child++;
      if (this.#keys[child] >= key) break;
      this.#move(child, at);
      at = child;
    }
    this.#set(at, key, this.#nodes[last], this.#turns[last]);
    return top;
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#keys[from], this.#nodes[from], this.#turns[from]);
  }

  #set(at: number, key: number, node: number, turn: number): void {
    this.#keys[at] = key;
    this.#nodes[at] = node;
    this.#turns[at] = turn;
  }

  #grow(): void {
    const [keys, nodes, turns] = [this.#keys, this.#nodes, this.#turns];
    this.#keys = new Float64Array(2 * keys.length);
    this.#nodes = new Uint32Array(2 * nodes.length);
    this.#turns = new Uint8Array(2 * turns.length);
    this.#keys.set(keys);
    this.#nodes.set(nodes);
    this.#turns.set(turns);
  }
}
