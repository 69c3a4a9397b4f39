/**
 * About `count` round numbers that span low..high, 1, 2 or 5 times a power of ten apart, both ends
 * included. Throws RangeError unless `high` is above `low`.
 */
export function niceTicks(low: number, high: number, count: number): number[] {
  if (!(high > low)) throw new RangeError(`niceTicks: high must be above low, ${low}. Received ${high}.`);
  const raw = (high - low) / count;
  const power = Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * 10 ** power >= raw * 0.999) ?? 10;
  // 3 * 0.1 is not exactly 0.3: with a fractional step, whole multiples are divided by a power of
  // ten.
  const multiple = (index: number) => (power < 0 ? (index * factor) / 10 ** -power : index * factor * 10 ** power);
  const step = multiple(1);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => multiple(first + index));
}
