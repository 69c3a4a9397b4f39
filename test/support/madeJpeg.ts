/** A rectangle, in blocks of 8 x 8 pixels. */
export interface BlockBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The codes of a difference of 0 and of one of 9 bits, and the code that ends a block. */
const [SAME, NINE_BITS, END_OF_BLOCK] = ['0', '10', '0'];
/** Of a block of even colour: its mean, less 128, is half as much. */
const [WHITE, BLACK] = [256, -254];

/**
 * A JPEG in gray of `columns` x `rows` blocks, white with black boxes, in two bits per block: so
 * that huge ones are small files. Its first block must be white.
 */
export function madeJpeg(columns: number, rows: number, boxes: readonly BlockBox[]): Uint8Array {
  const head = [
    ...[0xff, 0xd8],
    ...segment(0xdb, [0, ...Array.from({ length: 64 }, () => 4)]),
    ...segment(0xc0, [8, ...uint16(8 * rows), ...uint16(8 * columns), 1, 1, 0x11, 0]),
    ...segment(0xc4, [0x00, 1, 1, ...Array.from({ length: 14 }, () => 0), 0, 9]),
    ...segment(0xc4, [0x10, 1, ...Array.from({ length: 15 }, () => 0), 0]),
    ...segment(0xda, [1, 1, 0x00, 0, 63, 0]),
  ];
  const pixels = new Uint8Array(columns * rows * 2 + 16);
  let [at, byte, bits] = [0, 0, 0];
  const write = (code: string): void => {
    for (const bit of code) {
      byte = (byte << 1) | Number(bit);
      if (++bits % 8 !== 0) continue;
      pixels[at++] = byte;
      if (byte === 0xff) at++; // a zero after it says that it is no marker
      byte = 0;
    }
  };
  let before = 0;
  for (let y = 0; y < rows; y++) {
    const inRow = boxes.filter(({ top, height }) => y >= top && y < top + height);
    for (let x = 0; x < columns; x++) {
      const level = inRow.some(({ left, width }) => x >= left && x < left + width) ? BLACK : WHITE;
      const step = level - before;
      before = level;
      // All steps have nine bits: 256 to begin with, then 510 and -510.
      write(step === 0 ? SAME : NINE_BITS + signed(step));
      write(END_OF_BLOCK);
    }
  }
  while (bits % 8 !== 0) write('1');
  return Buffer.concat([Buffer.from(head), pixels.subarray(0, at), Buffer.from([0xff, 0xd9])]);
}

/** A number of nine bits, 256 to 511 or negative, as JPEG writes it (ITU-T T.81, F.1.2.1). */
function signed(value: number): string {
  return (value > 0 ? value : value + 511).toString(2).padStart(9, '0');
}

function segment(marker: number, content: readonly number[]): number[] {
  return [0xff, marker, ...uint16(content.length + 2), ...content];
}

function uint16(value: number): number[] {
  return [value >> 8, value & 255];
}
