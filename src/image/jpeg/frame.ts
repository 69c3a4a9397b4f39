import { ImageError } from '../../errors.js';

/** One component of a JPEG: the samples of Y, Cb, C, ... */
export interface Component {
  readonly id: number;
  /** Samples per MCU, in blocks: 1 to 4 each way. */
  readonly h: number;
  readonly v: number;
  /** Which quantisation table it uses. */
  readonly quantisation: number;
  /** Blocks that hold samples of the picture. */
  readonly columns: number;
  readonly rows: number;
  /** Blocks per row with those that fill up the last MCU; there are as many rows as fill MCUs. */
  readonly stride: number;
  readonly blocks: number;
}

/** A frame header, with the sizes that follow from it (ITU-T T.81, A.1.1 and A.2). */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly isProgressive: boolean;
  readonly components: readonly Component[];
  readonly maxH: number;
  readonly maxV: number;
  readonly mcuColumns: number;
  readonly mcuRows: number;
}

/**
 * Parses the content of a frame header (SOF0 to SOF2). Throws ImageError for other kinds of JPEG,
 * which no camera and hardly any program writes.
 */
export function parseFrame(marker: number, content: Uint8Array): Frame {
  if (marker > 0xc2) {
    throw new ImageError(
      'JPEG: pixels must be coded as baseline or progressive, with Huffman codes. Received another kind (SOF' +
        `${marker - 0xc0}): save it as PNG.`,
    );
  }
  const [precision, heightHigh, heightLow, widthHigh, widthLow, count] = content;
  if (precision !== 8) throw new ImageError(`JPEG: samples must have 8 bits. Received ${precision}: save it as PNG.`);
  if ((count !== 1 && count !== 3 && count !== 4) || content.length < 6 + 3 * count) {
    throw new ImageError(`JPEG: there must be 1, 3 or 4 components in the frame header. Received ${count}.`);
  }
  const width = (widthHigh << 8) | widthLow;
  const height = (heightHigh << 8) | heightLow;
  const specs = Array.from({ length: count }, (_, i) => content.subarray(6 + 3 * i, 9 + 3 * i));
  for (const [, sampling] of specs) {
    const [h, v] = [sampling >> 4, sampling & 15];
    if (h < 1 || h > 4 || v < 1 || v > 4)
      throw new ImageError(`JPEG: sampling factors must be 1 to 4. Received ${h} x ${v}.`);
  }
  const maxH = Math.max(...specs.map(([, sampling]) => sampling >> 4));
  const maxV = Math.max(...specs.map(([, sampling]) => sampling & 15));
  const mcuColumns = Math.ceil(width / (8 * maxH));
  const mcuRows = Math.ceil(height / (8 * maxV));
  const components = specs.map(([id, sampling, quantisation]) => {
    const [h, v] = [sampling >> 4, sampling & 15];
    const stride = mcuColumns * h;
    return {
      id,
      h,
      v,
      quantisation,
      columns: Math.ceil(Math.ceil((width * h) / maxH) / 8),
      rows: Math.ceil(Math.ceil((height * v) / maxV) / 8),
      stride,
      blocks: stride * mcuRows * v,
    };
  });
  return { width, height, isProgressive: marker === 0xc2, components, maxH, maxV, mcuColumns, mcuRows };
}
