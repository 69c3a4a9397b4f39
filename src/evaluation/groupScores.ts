import { createRandom } from '../random.js';
import { mostProbableDigit, type Predictions } from './predictions.js';
import { wilsonInterval } from '../statistics/wilsonInterval.js';

/** The score on one group's pictures. */
export interface GroupScore {
  /** The group's name as the user gave it: a writer, a page. */
  readonly group: string;
  readonly n: number;
  readonly errors: number;
  /** 0..1 */
  readonly accuracy: number;
  /** Wilson 95 % interval of the accuracy. */
  readonly interval: readonly [low: number, high: number];
}

/** Results by group: they show whether errors are spread over all writers or come from a few. */
export interface GroupResults {
  /** Number of pictures whose group is known. */
  readonly n: number;
  /** All groups, the largest share of errors first; of equals, the one with more pictures first. */
  readonly groups: readonly GroupScore[];
  /** The first tenth of `groups`, rounded up, taken together. */
  readonly worst_tenth: {
    readonly groups: number;
    readonly n: number;
    readonly errors: number;
    readonly accuracy: number;
    /**
     * The accuracy of the worst tenth if the same errors fell on pictures at random (some group is
     * always the worst): the mean over 200 seeded draws.
     */
    readonly accuracy_by_chance: number;
  };
}

const DRAWS = 200;
const SEED = 0x6702;

/**
 * Scores each group by itself. `groups` [N] are the names; rows with null (not known) are left out.
 * Returns null if no row has a group. Throws RangeError unless there are as many groups as
 * predictions.
 */
export function groupScores(
  { labels, probabilities }: Predictions,
  groups: readonly (string | null)[],
): GroupResults | null {
  if (groups.length !== labels.length) {
    throw new RangeError(
      `groupScores: groups must have one entry per picture, ${labels.length}. Received ${groups.length}.`,
    );
  }
  const numbers = new Map<string, number>();
  const groupOf: number[] = [];
  const wrong: number[] = [];
  groups.forEach((name, n) => {
    if (name === null) return;
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    groupOf.push(number);
    wrong.push(mostProbableDigit(probabilities, n) === labels[n] ? 0 : 1);
  });
  if (numbers.size === 0) return null;

  const sizes = new Uint32Array(numbers.size);
  for (const group of groupOf) sizes[group]++;
  const worst = (flags: ArrayLike<number>) => {
    const errors = new Uint32Array(sizes.length);
    groupOf.forEach((group, i) => (errors[group] += flags[i]));
    const order = Uint32Array.from(sizes.keys()).sort(
      (a, b) => errors[b] / sizes[b] - errors[a] / sizes[a] || sizes[b] - sizes[a] || a - b,
    );
    const tenth = order.subarray(0, Math.ceil(order.length / 10));
    const n = tenth.reduce((sum, group) => sum + sizes[group], 0);
    return { errors, order, tenth: { n, errors: tenth.reduce((sum, group) => sum + errors[group], 0) } };
  };

  const { errors, order, tenth } = worst(wrong);
  const shuffled = Uint32Array.from(wrong);
  const random = createRandom(SEED);
  let byChance = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    random.shuffle(shuffled);
    const drawn = worst(shuffled).tenth;
    byChance += (1 - drawn.errors / drawn.n) / DRAWS;
  }
  const names = [...numbers.keys()];
  return {
    n: groupOf.length,
    groups: Array.from(order, (group) => ({
      group: names[group],
      n: sizes[group],
      errors: errors[group],
      accuracy: 1 - errors[group] / sizes[group],
      interval: wilsonInterval(sizes[group] - errors[group], sizes[group]),
    })),
    worst_tenth: {
      groups: Math.ceil(order.length / 10),
      ...tenth,
      accuracy: 1 - tenth.errors / tenth.n,
      accuracy_by_chance: byChance,
    },
  };
}
