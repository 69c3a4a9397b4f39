import { INPUT_LENGTH, INPUT_SIDE } from '../../ink/mnistInput.js';

const rows = new Uint16Array(INPUT_LENGTH);

/**
 * Blurs a network input [784] in place: each pixel becomes the mean of 3 x 3, weighted 1, 2, 1 both
 * ways.
 */
export function blur(input: Uint8Array): void {
  for (let i = 0; i < INPUT_LENGTH; i++) {
    const x = i % INPUT_SIDE;
    rows[i] = 2 * input[i] + (x > 0 ? input[i - 1] : 0) + (x < INPUT_SIDE - 1 ? input[i + 1] : 0);
  }
  for (let i = 0; i < INPUT_LENGTH; i++) {
    const above = i >= INPUT_SIDE ? rows[i - INPUT_SIDE] : 0;
    const below = i < INPUT_LENGTH - INPUT_SIDE ? rows[i + INPUT_SIDE] : 0;
    input[i] = (2 * rows[i] + above + below + 8) >> 4;
  }
}
