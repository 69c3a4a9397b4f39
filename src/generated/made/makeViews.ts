import { inputLengthOf } from '../../ink/pipelines.js';
import { makeView } from './makeView.js';
import type { ViewPlan, Views, ViewSources } from './viewPlan.js';

/** Makes the pictures `from` up to `to` of a plan and writes them to their places in `views`. */
export function makeViews(plan: ViewPlan, sources: ViewSources, views: Views, from: number, to: number): void {
  const length = inputLengthOf(plan.pipeline);
  for (let index = from; index < to; index++) {
    const { input, label, isFound } = makeView(plan, sources, index);
    views.inputs.set(input, index * length);
    views.labels[index] = label;
    views.found[index] = isFound ? 1 : 0;
  }
}
