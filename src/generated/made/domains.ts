import type { ViewPlan } from './viewPlan.js';

/** A kind of pictures in which a promise about errors is to be kept. */
export interface MadeDomain {
  readonly name: string;
  /** What its pictures are, for a reader of figures. */
  readonly description: string;
  readonly plan: Pick<ViewPlan, 'domain' | 'forms'>;
}

/**
 * The domains on which a model is calibrated. Their digits are people's that the model has not
 * learned from; 'other forms' draws forms that training never sees.
 */
export const madeDomains: readonly MadeDomain[] = [
  { name: 'plain', description: 'clean sheets, cut-outs, drawings', plan: { domain: 'plain', forms: 0 } },
  { name: 'cells', description: 'cells, boxes, rules, pencil, neighbours', plan: { domain: 'cells', forms: 0 } },
  { name: 'photos', description: 'light, blur, noise, JPEG, tables', plan: { domain: 'photos', forms: 0 } },
  { name: 'filled', description: 'stretched to a box, 8 to 64 pixels', plan: { domain: 'filled', forms: 0 } },
  { name: 'noise', description: 'noise, specks, blur, faxes', plan: { domain: 'noise', forms: 0 } },
  { name: 'other forms', description: 'forms that training never sees', plan: { domain: 'plain', forms: 1 } },
];
