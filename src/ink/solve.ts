/**
 * Solves matrix [n, n] * x = right [n] for x by Gaussian elimination without exchanging rows, which symmetric positive
 * definite matrices, as least squares make them, do not need. Both arguments are overwritten.
 */
export function solve(matrix: Float64Array, right: Float64Array): Float64Array<ArrayBuffer> {
  const n = right.length;
  for (let pivot = 0; pivot < n; pivot++) {
    for (let row = pivot + 1; row < n; row++) {
      const factor = matrix[row * n + pivot] / matrix[pivot * n + pivot];
      for (let column = pivot; column < n; column++) matrix[row * n + column] -= factor * matrix[pivot * n + column];
      right[row] -= factor * right[pivot];
    }
  }
  const x = new Float64Array(n);
  for (let row = n - 1; row >= 0; row--) {
    let sum = right[row];
    for (let column = row + 1; column < n; column++) sum -= matrix[row * n + column] * x[column];
    x[row] = sum / matrix[row * n + row];
  }
  return x;
}
