import { useEffect, useRef } from 'preact/hooks';

import type { Brought } from './page.js';

/** The whole picture that the user brought, shown in place of the pad. */
export function PictureCanvas({ brought }: { readonly brought: Brought }) {
  const element = useRef<HTMLCanvasElement>(null);
  const { name, picture } = brought;
  useEffect(() => {
    const context = element.current?.getContext('2d');
    if (context == null) return;
    const pixels = context.createImageData(picture.width, picture.height);
    pixels.data.set(picture.data);
    context.putImageData(pixels, 0, 0);
  }, [picture]);
  return (
    <canvas
      ref={element}
      class="picture-canvas"
      width={picture.width}
      height={picture.height}
      role="img"
      aria-label={`Your picture ${name}`}
    />
  );
}
