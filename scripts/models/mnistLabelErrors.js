/**
 * Indices of the MNIST test images whose label fewer than three of five people confirmed: C. G.
 * Northcutt, A. Athalye, J. Mueller, "Pervasive Label Errors in Test Sets Destabilize Machine
 * Learning Benchmarks" (NeurIPS 2021), table 1, and mturk/mnist_mturk.json of
 * github.com/cleanlab/label-errors.
 */
export const mnistLabelErrors = [
  947, 1621, 1901, 2130, 2462, 2597, 2654, 3520, 3558, 5937, 6651, 6783, 8527, 9679, 9729,
];
