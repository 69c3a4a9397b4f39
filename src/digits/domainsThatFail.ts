import type { Calibration } from './calibration.js';
import { chooseThreshold } from './chooseThreshold.js';

/** The domains in which a target error cannot be promised at any confidence, by name. */
export function domainsThatFail(calibration: Calibration, targetError: number): string[] {
  return (calibration.domains ?? [])
    .filter((domain) => chooseThreshold({ ...calibration, domains: [domain] }, targetError) === null)
    .map(({ name }) => name);
}
