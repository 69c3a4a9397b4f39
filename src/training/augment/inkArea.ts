/**
 * The rows and columns of a picture that hold ink, both ends inclusive. `bottom` < `top` if there
 * is none.
 */
export interface InkArea {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * Finds the ink of the picture [side, side] that begins in `image` at `offset`, and reads little
 * more than the paper around it. Most of a picture is paper: working on the ink alone halves the
 * time of the following steps.
 */
export function findInkArea(image: Uint8Array, offset: number, side: number, area: InkArea): void {
  const end = offset + side * side;
  let first = offset;
  while (first < end && image[first] === 0) first++;
  let last = end - 1;
  while (last > first && image[last] === 0) last--;
  const top = Math.floor((first - offset) / side);
  const bottom = first < end ? Math.floor((last - offset) / side) : top - 1;
  let left = side - 1;
  let right = 0;
  for (let row = top; row <= bottom; row++) {
    const start = offset + row * side;
    let column = 0;
    while (column < left && image[start + column] === 0) column++;
    left = column;
    column = side - 1;
    while (column > right && image[start + column] === 0) column--;
    right = column;
  }
  area.left = left;
  area.top = top;
  area.right = right;
  area.bottom = bottom;
}

/** Extends the area by one pixel on each side, as far as the picture extends. */
export function growArea(area: InkArea, side: number): void {
  if (area.bottom < area.top) return;
  area.left = Math.max(area.left - 1, 0);
  area.top = Math.max(area.top - 1, 0);
  area.right = Math.min(area.right + 1, side - 1);
  area.bottom = Math.min(area.bottom + 1, side - 1);
}
