import { InvalidArgumentError } from 'commander';

/** A parser for commander: a whole number from `least` to `most`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
    const to = most === Number.MAX_SAFE_INTEGER ? ' or more' : ` to ${most}`;
    throw new InvalidArgumentError(`must be a whole number, ${least}${to}. Received ${text}.`);
  };
}

/** A parser for commander: a number of at least `least` and below `below`. */
export function numberBetween(least: number, below: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value < below) return value;
    throw new InvalidArgumentError(`must be a number, at least ${least} and below ${below}. Received ${text}.`);
  };
}

/** A parser for commander: a share of errors, above 0 and below 1. */
export function shareOfErrors(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value < 1) return value;
  throw new InvalidArgumentError(`must be a number above 0 and below 1. Received ${text}.`);
}

/** A parser for commander: a number from 0 to 1. */
export function wholeShare(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError(`must be a number from 0 to 1. Received ${text}.`);
}
