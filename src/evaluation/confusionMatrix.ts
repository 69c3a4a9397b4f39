/** Counts [classes, classes]: `matrix[i][j]` pictures of true class i were predicted as class j. */
export type ConfusionMatrix = number[][];

/**
 * Counts how often each class was predicted as each class. A class that never occurs has a row and
 * a column of zeros.
 *
 * `trueLabels` [N] and `predicted` [N], each 0..classes - 1. Throws RangeError on lengths that
 * differ or labels out of range.
 */
export function confusionMatrix(
  trueLabels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes = 10,
): ConfusionMatrix {
  if (trueLabels.length !== predicted.length) {
    throw new RangeError(
      `confusionMatrix: predicted must be as long as trueLabels, ${trueLabels.length}. Received ${predicted.length}.`,
    );
  }
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let n = 0; n < trueLabels.length; n++) {
    for (const label of [trueLabels[n], predicted[n]]) {
      if (!Number.isInteger(label) || label < 0 || label >= classes) {
        throw new RangeError(
          `confusionMatrix: labels must be integers of 0..${classes - 1}. Received ${label} at row ${n}.`,
        );
      }
    }
    matrix[trueLabels[n]][predicted[n]]++;
  }
  return matrix;
}
