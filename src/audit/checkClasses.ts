import type { AuditSubject, Finding } from './finding.js';

/**
 * Classes with less than this part of an even share are reported. MNIST's rarest digit has 0.90 of
 * it.
 */
const LEAST_SHARE = 0.5;

/** Finds digits without pictures, and digits with far fewer than an even share. */
export function checkClasses({ labels }: Pick<AuditSubject, 'labels'>): Finding[] {
  const counts = new Array<number>(10).fill(0);
  for (const label of labels) counts[label]++;
  const even = labels.length / 10;
  const digits = [...counts.keys()];
  const missing = digits.filter((digit) => counts[digit] === 0);
  const rare = digits.filter((digit) => counts[digit] > 0 && counts[digit] < LEAST_SHARE * even);
  const findings: Finding[] = [];
  if (missing.length > 0) {
    const [verb, noun] = missing.length === 1 ? ['has', 'digit'] : ['have', 'digits'];
    findings.push({
      kind: 'missing-class',
      severity: 'warning',
      indices: new Uint32Array(0),
      text: `The ${noun} ${missing.join(', ')} ${verb} no picture among ${labels.length}: nothing can be learned or measured about them.`,
    });
  }
  if (rare.length > 0) {
    const shares = rare.map((digit) => `${digit} (${counts[digit]})`).join(', ');
    findings.push({
      kind: 'class-balance',
      severity: 'warning',
      indices: new Uint32Array(0),
      text: `Less than half of an even share of ${Math.round(even)} pictures: ${shares}; the most frequent digit has ${Math.max(...counts)}.`,
    });
  }
  return findings;
}
