/**
 * Area under the ROC curve: the probability that a random one of `positives` scores higher than a
 * random one of `negatives`, where ties count half. 0.5 is chance, 1 is perfect. Both must hold at
 * least one score and no NaN; throws RangeError otherwise.
 *
 * Computed from ranks; tied scores share their mean rank (Hanley & McNeil 1982, "The Meaning and
 * Use of the Area under a Receiver Operating Characteristic (ROC) Curve", Radiology 143; the
 * statistic is that of Mann & Whitney 1947).
 */
export function areaUnderRoc(positives: ArrayLike<number>, negatives: ArrayLike<number>): number {
  for (const [name, { length }] of Object.entries({ positives, negatives })) {
    if (length === 0) throw new RangeError(`areaUnderRoc: ${name} must hold at least one score. Received none.`);
  }
  const [p, n] = [positives.length, negatives.length];
  const scores = Float64Array.from({ length: p + n }, (_, i) => (i < p ? positives[i] : negatives[i - p]));
  if (scores.includes(NaN)) throw new RangeError('areaUnderRoc: scores must be numbers. Received NaN.');
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b]);
  let rankSum = 0; // of the positives, ranks from 1
  for (let first = 0; first < order.length;) {
    let end = first + 1;
    while (end < order.length && scores[order[end]] === scores[order[first]]) end++;
    const rank = (first + 1 + end) / 2;
    for (let i = first; i < end; i++) if (order[i] < p) rankSum += rank;
    first = end;
  }
  return (rankSum - (p * (p + 1)) / 2) / (p * n);
}
