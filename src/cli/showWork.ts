import type { ProgressLine } from './progressLine.js';

/**
 * Shows the current work with its progress, the seconds left and the rate, for work that counts
 * pictures.
 */
export function showWork(line: ProgressLine): (what: string, done: number, of: number) => void {
  let current = '';
  let started = 0;
  return (what, done, of) => {
    if (what !== current) [current, started] = [what, performance.now()];
    const rate = (1000 * done) / Math.max(performance.now() - started, 1);
    const left = Math.ceil((of - done) / rate);
    line.show(`${what}: ${done}/${of}, ${left} s left, ${Math.round(rate).toLocaleString('en')} images/s`);
  };
}
