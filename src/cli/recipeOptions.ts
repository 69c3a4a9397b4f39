import { type Command, InvalidArgumentError, Option } from 'commander';
import { architectures } from '../network/architecture.js';
import { type Augmentation, resolveAugmentation } from '../training/augment/augmentation.js';
import type { Recipe } from '../training/recipe.js';
import { FORMS, makeRecipe, type RecipeChoices } from '../workflows/train/makeRecipe.js';
import { numberBetween, wholeNumber, wholeShare } from './parseNumber.js';
import { UsageError } from './usageError.js';

/** The options of `numerist train` that make a recipe. */
export interface RecipeOptions extends Omit<RecipeChoices, 'architecture' | 'distillation'> {
  readonly arch: string;
  readonly teacher?: readonly string[];
  readonly fonts?: string;
  readonly teacherTemperature: number;
  readonly teacherWeight: number;
}

/** Share of fonts among digits on made paper, where a folder of them is given. */
const FONT_SHARE = 0.15;

export const SEED_LIMIT = 2 ** 32 - 1;

export function addRecipeOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--arch <name>', 'the network to train').choices(Object.keys(architectures)).default('classic'),
    )
    .option('--epochs <n>', 'passes over the training images', wholeNumber(1), 10)
    .option('--batch <n>', 'images per step', wholeNumber(1, 4096), 128)
    .addOption(
      new Option('--optimizer <name>', 'adam with --weight-decay is AdamW').choices(['adam', 'sgd']).default('adam'),
    )
    .option('--rate <rate>', 'learning rate; with a schedule, its highest value', numberBetween(1e-9, 1e3), 0.001)
    .option('--weight-decay <share>', 'weight decay: decoupled with adam, L2 with sgd', numberBetween(0, 10), 0)
    .addOption(
      new Option(
        '--schedule <name>',
        'how the learning rate changes; step divides it by 10 after each third of the epochs',
      )
        .choices(['constant', 'step', 'one-cycle'])
        .default('constant'),
    )
    .option('--patience <n>', 'stop after this many epochs without a better one', wholeNumber(1))
    .option(
      '--seed <n>',
      'seed of the split, the initial weights, the order of images, and dropout',
      wholeNumber(0, SEED_LIMIT),
      1,
    )
    .addOption(
      new Option(
        '--augment [json]',
        'change the training pictures: turn, stretch, slant, move, warp, thin, widen, noise',
      )
        .argParser(augmentationOf)
        .preset('{}'),
    )
    .addOption(
      new Option(
        '--not-digits [share]',
        'add this many generated pictures per picture, and learn the answer "not a digit"',
      )
        .argParser(wholeShare)
        .preset('0.25'),
    )
    .addOption(
      new Option('--made [share]', 'add this many digits on made paper per picture, cut out as for reading')
        .argParser(numberBetween(0, 11))
        .preset('1'),
    )
    .option('--forms <share>', `share of these in forms that schools teach, drawn (default: ${FORMS})`, wholeShare)
    .option('--fonts <folder>', 'also take handwriting fonts for these; `npm run fonts` writes the folder')
    .option('--font-share <share>', `share of these of a font (default: ${FONT_SHARE})`, wholeShare)
    .addOption(
      new Option('--anneal [share]', 'make these changes smaller over the last share of the steps')
        .argParser(wholeShare)
        .preset('0.25'),
    )
    .option('--anneal-to <strength>', 'the strength at the end of --anneal; 1 is full strength', wholeShare, 0)
    .addOption(
      new Option('--average [decay]', 'validate and keep a moving average of the weights')
        .argParser(numberBetween(0, 1))
        .preset('0.998'),
    )
    .option('--label-smoothing <share>', 'share of each label that is spread over all digits', numberBetween(0, 1), 0)
    .option('--teacher <models>', 'also learn from these models, separated by commas', (text) => text.split(','))
    .option(
      '--teacher-temperature <t>',
      'temperature that divides the logits of teachers and network',
      numberBetween(0.01, 1000),
      2,
    )
    .option('--teacher-weight <share>', 'share of the teachers in the loss', wholeShare, 0.7);
}

export function recipeOf(options: RecipeOptions): Recipe {
  const { arch, teacher, teacherTemperature: temperature, teacherWeight: weight, fonts, ...choices } = options;
  if (options.anneal !== undefined && options.augment === undefined) {
    throw new UsageError('--anneal needs --augment, whose changes it makes smaller. See: numerist train --help');
  }
  checkMade(options);
  const fontShare = fonts === undefined ? 0 : (options.fontShare ?? FONT_SHARE);
  const distillation = teacher === undefined ? null : { temperature, weight };
  return makeRecipe({ ...choices, architecture: arch, fontShare, distillation });
}

function checkMade({ made, forms, fonts, fontShare }: RecipeOptions): void {
  const given = { '--forms': forms, '--fonts': fonts, '--font-share': fontShare };
  const first = Object.entries(given).find(([, value]) => value !== undefined)?.[0];
  if (made === undefined && first !== undefined) {
    throw new UsageError(`${first} needs --made, whose pictures it is about. See: numerist train --help`);
  }
  if (fontShare !== undefined && fonts === undefined) {
    throw new UsageError('--font-share needs --fonts, the folder of the fonts. See: numerist train --help');
  }
  const shares = (forms ?? FORMS) + (fonts === undefined ? 0 : (fontShare ?? FONT_SHARE));
  if (shares > 1) throw new UsageError(`--forms and --font-share must be at most 1 together. Received ${shares}`);
}

/** The defaults with what the JSON says over them: '{"affine": {"rotation": 20}}'. */
function augmentationOf(json: string): Augmentation {
  let options: unknown;
  try {
    options = JSON.parse(json);
  } catch {
    options = null;
  }
  if (
    typeof options !== 'object' ||
    options === null ||
    Object.values(options).some((part) => typeof part !== 'object')
  ) {
    throw new InvalidArgumentError(`must be JSON such as '{"affine": {"rotation": 20}}'. Received ${json}.`);
  }
  try {
    return resolveAugmentation(options);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
