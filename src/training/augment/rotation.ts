/**
 * tan(angle / 2) by Lambert's continued fraction x / (1 - x^2 / (3 - x^2 / (5 - ...))) (Lambert
 * 1768; DLMF 4.39.1), to 1e-9 for -90..90 degrees. The cosine (1 - t^2) / (1 + t^2) and the sine 2t
 * / (1 + t^2) that follow from it are an exact rotation, whatever the error of t. JavaScript
 * engines may round Math.sin differently; this function gives the same bits everywhere.
 */
export function halfTangent(degrees: number): number {
  const x = (degrees * Math.PI) / 360;
  const square = x * x;
  return x / (1 - square / (3 - square / (5 - square / (7 - square / (9 - square / 11)))));
}
