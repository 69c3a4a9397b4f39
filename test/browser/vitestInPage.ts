// The functions of vitest that the kernels' case suite uses, for a page. The cases run immediately,
// in order.

export interface Outcome {
  readonly passed: number;
  readonly failures: readonly string[];
}

type Case = (argument: never) => void;
let passed = 0;
const failures: string[] = [];
const names: string[] = [];

/** The outcome of the cases that have run since the last call. */
export function takeOutcome(): Outcome {
  const outcome = { passed, failures: failures.splice(0) };
  passed = 0;
  return outcome;
}

export function describe(name: string, cases: () => void): void {
  names.push(name);
  cases();
  names.pop();
}
describe.each =
  (table: readonly unknown[]) =>
  (name: string, cases: Case): void => {
    for (const row of table)
      describe(`${name} ${JSON.stringify(row)}`, () => {
        cases(row as never);
      });
  };

export function it(name: string, run: () => void): void {
  try {
    run();
    passed++;
  } catch (error) {
    failures.push(`${names.join(' > ')} > ${name}: ${String(error)}`);
  }
}
it.each =
  (table: readonly unknown[]) =>
  (name: string, run: Case): void => {
    for (const row of table)
      it(`${name} ${JSON.stringify(row)}`, () => {
        run(row as never);
      });
  };

export function expect(actual: unknown, message = 'value') {
  const same = (expected: unknown): void => {
    if (!isEqual(actual, expected))
      expect.fail(`${message}: ${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
  };
  return { toBe: same, toEqual: same };
}
expect.fail = (message: string): never => {
  throw new Error(message);
};

function isEqual(actual: unknown, expected: unknown): boolean {
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null)
    return Object.is(actual, expected);
  const [entries, others] = [Object.entries(actual), new Map<string, unknown>(Object.entries(expected))];
  return (
    entries.length === others.size &&
    entries.every(([key, value]) => others.has(key) && isEqual(value, others.get(key)))
  );
}
