/** Where labelled pictures come from. */
export type ExampleSource = 'mnist' | 'own' | 'hand';
export const SOURCE_NAMES: Readonly<Record<ExampleSource, string>> = {
  mnist: 'MNIST',
  own: 'my pictures',
  hand: 'my hand',
};

/** How pictures are prepared in this app. */
export const PIPELINE = 'normalised';
/** Share of the training rows that is held out to choose the best epoch by. */
export const VALIDATION = 0.05;
/** Share that is held out to measure on if the source has no test rows. */
export const TEST = 0.15;
