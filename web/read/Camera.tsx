import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

import { Icon } from '../shell/icons.js';
import { bringFile } from './bringPicture.js';
import { show } from './page.js';

/**
 * Takes a picture with the rear camera. If that fails, it says why and offers the camera app of the
 * system.
 */
export function Camera({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const refused = useSignal<string | null>(null);
  const live = useSignal(false);

  useEffect(() => {
    dialog.current?.showModal();
    let closed = false;
    let stream: MediaStream | null = null;
    openCamera().then(
      (opened) => {
        stream = opened;
        if (closed) stop(opened);
        else if (video.current !== null) video.current.srcObject = opened;
      },
      (error: unknown) => {
        refused.value = reasonOf(error);
      },
    );
    return () => {
      closed = true;
      if (stream !== null) stop(stream);
    };
  }, []);

  const take = (): void => {
    const { current } = video;
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (current === null || context === null) return;
    const { videoWidth: width, videoHeight: height } = current;
    context.canvas.width = width;
    context.canvas.height = height;
    context.drawImage(current, 0, 0);
    show('photo', context.getImageData(0, 0, width, height));
    onClose();
  };
  return (
    <dialog ref={dialog} class="camera" aria-label="Camera" onClose={onClose}>
      {refused.value === null ? (
        <video
          ref={video}
          autoplay
          muted
          playsInline
          aria-label="What the camera sees"
          onPlaying={() => {
            live.value = true;
          }}
        />
      ) : (
        <p class="notice">{refused.value}</p>
      )}
      <div class="camera-tools">
        <button type="button" class="button" disabled={!live.value} onClick={take}>
          <Icon name="camera" /> Take picture
        </button>
        <label class="button button-quiet">
          Other camera app
          <input
            type="file"
            class="visually-hidden"
            accept="image/*"
            capture="environment"
            onChange={({ currentTarget }) => {
              void bringFile(currentTarget.files?.[0]);
              onClose();
            }}
          />
        </label>
        <button type="button" class="button button-quiet" onClick={onClose}>
          Close
        </button>
      </div>
    </dialog>
  );
}

async function openCamera(): Promise<MediaStream> {
  // Undefined on pages that are not served securely, whatever the types say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) throw new Error('This page may not use the camera: it must be opened over https.');
  return devices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } });
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function reasonOf(error: unknown): string {
  if (!(error instanceof DOMException)) return error instanceof Error ? error.message : String(error);
  if (error.name === 'NotAllowedError')
    return 'The camera is not allowed for this page. Allow it in the address bar, or upload a picture.';
  if (error.name === 'NotFoundError') return 'No camera was found. Upload a picture instead.';
  return `The camera does not start: ${error.message}`;
}
