/**
 * A share 0..1 as a percentage: `99.67 %`. Only a share of exactly 1 is written as 100 % and only 0
 * as 0 %; shares that would round to them get more digits, because one error in 21,546 is not zero
 * errors.
 */
export function formatPercent(share: number, digits = 2): string {
  const text = (share * 100).toFixed(digits);
  const roundedAway = (Number(text) === 100 && share < 1) || (Number(text) === 0 && share > 0);
  return roundedAway && digits < 12 ? formatPercent(share, digits + 1) : `${text} %`;
}
