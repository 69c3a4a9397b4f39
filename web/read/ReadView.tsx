import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { Pad } from '../drawing/Pad.js';
import { AnswerPanel } from './AnswerPanel.js';
import { takePictures } from './bringPicture.js';
import { Camera } from './Camera.js';
import { brought, brush, drawing, pictureTrouble, reader } from './page.js';
import { InsideSection } from './InsideSection.js';
import { PictureCanvas } from './PictureCanvas.js';
import { Samples } from './Samples.js';
import { Strip } from './Strip.js';
import { Toast } from './Toast.js';
import { Tools } from './Tools.js';
import { followShortcuts } from './followShortcuts.js';

/** The view to draw a digit or bring a picture and watch the answer change. */
export function ReadView() {
  const camera = useSignal(false);
  const samples = useSignal(false);
  const dragging = useSignal(false);
  useEffect(() => {
    const forget = [
      takePictures((isDragging) => {
        dragging.value = isDragging;
      }),
      followShortcuts(),
    ];
    return () => {
      for (const stop of forget) stop();
    };
  }, []);
  const readPad = (canvas: HTMLCanvasElement): void => {
    const context = canvas.getContext('2d');
    if (context !== null) reader.read(context.getImageData(0, 0, canvas.width, canvas.height));
  };
  return (
    <div class="read">
      <h1 class="visually-hidden">Read a handwritten digit</h1>
      <div id="read-source" class={dragging.value ? 'source source-dragging' : 'source'}>
        {brought.value === null ? (
          <Pad drawing={drawing} brush={brush.value} label="Drawing pad" onChange={readPad}>
            <span>Draw a digit, or drop a picture</span>
          </Pad>
        ) : (
          <div class="pad pad-picture">
            <PictureCanvas brought={brought.value} />
          </div>
        )}
      </div>
      <AnswerPanel />
      <div class="under">
        <Tools
          onCamera={() => {
            camera.value = true;
          }}
          onSamples={() => {
            samples.value = !samples.value;
          }}
          samplesShown={samples.value}
        />
        {pictureTrouble.value !== null && (
          <p class="notice" role="alert">
            {pictureTrouble.value}
          </p>
        )}
        {samples.value && <Samples />}
      </div>
      <Strip />
      <InsideSection />
      <Toast />
      {camera.value && (
        <Camera
          onClose={() => {
            camera.value = false;
          }}
        />
      )}
    </div>
  );
}
