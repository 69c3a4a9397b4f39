import { useEffect, useRef } from 'preact/hooks';

import type { GrayImage } from '../../src/image/pixels.js';

export interface InkCanvasProps {
  /** 0 = paper, 255 = ink; null leaves the canvas empty. */
  readonly image: GrayImage | null;
  readonly label: string;
}

/**
 * A canvas that shows ink. Its pixels are black with the ink as alpha; on dark pages the style
 * sheet inverts them.
 */
export function InkCanvas({ image, label }: InkCanvasProps) {
  const element = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = element.current;
    const context = canvas?.getContext('2d');
    if (canvas === null || context == null) return;
    const { width, height, data } = image ?? { width: 1, height: 1, data: new Uint8Array(1) };
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const pixels = context.createImageData(width, height);
    for (let i = 0, p = 3; i < data.length; i++, p += 4) pixels.data[p] = data[i];
    context.putImageData(pixels, 0, 0);
  }, [image]);
  return (
    <span class="step">
      <canvas ref={element} class="ink" width={1} height={1} role="img" aria-label={label} />
    </span>
  );
}
