import { appendRows, type MixedData } from '../../datasets/appendRows.js';
import { readFontDigits, type FontFiles } from '../../generated/fontDigits.js';
import type { MadeShare } from '../../generated/made/madeShare.js';
import type { ViewSources } from '../../generated/made/viewPlan.js';
import { inputLengthOf } from '../../ink/pipelines.js';
import type { MakeViews, MakeViewsOptions } from '../makeViewsInTurns.js';

/**
 * Adds digits on made paper to training data. Their shapes are those of the rows `people`, of the
 * forms that training may see and of the fonts that it may see. Pictures that are not digits have
 * the label 10. There are `share` pictures per row of `people`.
 */
export async function mixMade(
  makeViews: MakeViews,
  data: MixedData,
  people: Uint32Array,
  { share, ...plan }: MadeShare,
  fonts: FontFiles | null,
  options: MakeViewsOptions,
): Promise<MixedData> {
  const { pipeline } = data;
  const inputs = new Uint8Array(people.length * inputLengthOf(pipeline));
  data.readInputs(people, inputs);
  const labels = Uint8Array.from(people, (row) => data.labels[row]);
  const count = Math.round(people.length * share);
  const views = await makeViews(
    { ...plan, count, pipeline, domain: 'any', formSet: 'training', foundOnly: true },
    { people: { inputs, labels }, fonts: fonts === null ? undefined : fontSource(fonts) },
    options,
  );
  return appendRows(data, data.trainRows, { ...views, nameOf: (i) => `made: picture ${i}` });
}

/** The fonts that training may see, side by side. */
function fontSource(files: FontFiles): NonNullable<ViewSources['fonts']> {
  const digits = readFontDigits(files, 'training');
  const side = digits[0].ink.width;
  const inputs = new Uint8Array(digits.length * side * side);
  digits.forEach(({ ink }, i) => {
    inputs.set(ink.data, i * side * side);
  });
  return { inputs, labels: Uint8Array.from(digits, ({ digit }) => digit), side };
}
