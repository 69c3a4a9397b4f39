/**
 * The probability of at most `errors` errors in `n` independent trials with error rate `rate`: the
 * p-value of "the true rate is `rate` or more". `errors` and `n` are whole numbers from 0, `rate`
 * is 0..1; throws RangeError otherwise.
 */
export function binomialTail(errors: number, n: number, rate: number): number {
  if (!Number.isInteger(n) || n < 0 || !Number.isInteger(errors) || errors < 0) {
    throw new RangeError(`binomialTail: errors and n must be whole numbers from 0. Received ${errors} and ${n}.`);
  }
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`binomialTail: rate must be 0 to 1. Received ${rate}.`);
  if (errors >= n || rate === 0) return 1;
  if (rate === 1) return 0;
  // In logarithms, because (1 - rate) ** n underflows to 0 long before the sum does.
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
