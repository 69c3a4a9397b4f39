/**
 * The probability of at most `errors` errors in `n` trials that each go wrong with `rate`: what is left of hope that a rate
 * as high as this would show so few. `errors` and `n` whole numbers from 0, `rate` 0..1; throws RangeError otherwise.
 */
export function binomialTail(errors: number, n: number, rate: number): number {
  if (!Number.isInteger(n) || n < 0 || !Number.isInteger(errors) || errors < 0) {
    throw new RangeError(`binomialTail: errors and n must be whole numbers from 0. Received ${errors} and ${n}.`);
  }
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`binomialTail: rate must be 0 to 1. Received ${rate}.`);
  if (errors >= n || rate === 0) return 1;
  if (rate === 1) return 0;
  // Logarithms, because (1 - rate) ** n is 0 long before the sum is.
  const logOdds = Math.log(rate) - Math.log1p(-rate);
  let term = n * Math.log1p(-rate);
  let [largest, sum] = [term, 1]; // the sum is sum * exp(largest)
  for (let i = 1; i <= errors; i++) {
    term += Math.log((n - i + 1) / i) + logOdds;
    if (term > largest) {
      sum = sum * Math.exp(largest - term) + 1;
      largest = term;
    } else sum += Math.exp(term - largest);
  }
  return Math.min(1, sum * Math.exp(largest));
}
