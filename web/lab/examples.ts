/** The sources of labelled pictures. */
export type ExampleSource = 'mnist' | 'own' | 'hand';
export const SOURCE_NAMES: Readonly<Record<ExampleSource, string>> = {
  mnist: 'MNIST',
  own: 'my pictures',
  hand: 'my hand',
};

/** The pipeline that prepares pictures in this app. */
export const PIPELINE = 'normalised';
/** Share of the training rows held out to choose the best epoch. */
export const VALIDATION = 0.05;
/** Share of all rows held out to test on if the source has no test rows. */
export const TEST = 0.15;
