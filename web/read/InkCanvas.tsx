import { useEffect, useRef } from 'preact/hooks';

import type { GrayImage } from '../../src/image/pixels.js';

export interface InkCanvasProps {
  /** 0 = paper, 255 = ink; null shows an empty place of the same size. */
  readonly image: GrayImage | null;
  readonly label: string;
}

/** A picture of ink in the colours of the page: the ink is a mask through which the text colour shows. */
export function InkCanvas({ image, label }: InkCanvasProps) {
  const element = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = element.current;
    const context = canvas?.getContext('2d');
    if (canvas === null || context == null) return;
    const { width, height, data } = image ?? { width: 1, height: 1, data: new Uint8Array(1) };
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const color = getComputedStyle(canvas).color.match(/\d+/g) ?? [];
    const pixels = context.createImageData(width, height);
    for (let i = 0; i < data.length; i++) {
      for (let c = 0; c < 3; c++) pixels.data[4 * i + c] = Number(color[c] ?? 0);
      pixels.data[4 * i + 3] = data[i];
    }
    context.putImageData(pixels, 0, 0);
  }, [image]);
  return <canvas ref={element} class={image === null ? 'step step-none' : 'step'} width={1} height={1} role="img" aria-label={label} />;
}
