import { useEffect, useRef } from 'preact/hooks';

import { brought, settledAnswer } from './page.js';

const SIDE = 168;

/** A small copy of the picture that is read, as shown on the pad. */
export function Original() {
  const element = useRef<HTMLCanvasElement>(null);
  const change = settledAnswer.value;
  const picture = brought.value;
  useEffect(() => {
    const source = document.querySelector<HTMLCanvasElement>('#read-source canvas');
    const context = element.current?.getContext('2d');
    if (source === null || context == null || source.width === 0) return;
    context.imageSmoothingQuality = 'medium';
    const scale = SIDE / Math.max(source.width, source.height);
    const [width, height] = [source.width * scale, source.height * scale];
    context.clearRect(0, 0, SIDE, SIDE);
    context.drawImage(source, (SIDE - width) / 2, (SIDE - height) / 2, width, height);
  }, [change, picture]);
  return (
    <span class="step">
      <canvas ref={element} width={SIDE} height={SIDE} role="img" aria-label="Your picture" />
    </span>
  );
}
