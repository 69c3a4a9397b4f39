import type { MapShape } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';

/**
 * Zeroes the frames of n maps [H + 2, W + 2, C] from the address `map` on, and advances `map` past
 * the last one.
 */
export function emitClearFrames(code: Assembler, { H, W, C }: MapShape, map: Local, n: Local): void {
  const rowBytes = (W + 2) * C * 4;
  const clear = (offset: number, bytes: number): void => {
    code.get(map).i32(offset).op('i32.add').i32(0).i32(bytes).fill();
  };
  code.repeatLocal(n, () => {
    clear(0, rowBytes + C * 4); // the row above, and the left cell of the first row
    code.advance(map, rowBytes);
    // The right cell of a row and the left one of the next are neighbours.
    code.repeat(H - 1, () => {
      clear((W + 1) * C * 4, 2 * C * 4);
      code.advance(map, rowBytes);
    });
    clear((W + 1) * C * 4, C * 4 + rowBytes);
    code.advance(map, 2 * rowBytes);
  });
}
