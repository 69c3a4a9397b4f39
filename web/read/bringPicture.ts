import { openPictureFile } from './openPictureFile.js';
import { pictureTrouble, show } from './page.js';

/** Opens a file or what was pasted, and reads it; what goes wrong is said in its place. */
export async function bringFile(
  file: Blob | undefined,
  name = file !== undefined && 'name' in file ? String(file.name) : 'picture',
): Promise<void> {
  if (file === undefined) return;
  try {
    show(name, await openPictureFile(file));
  } catch (error) {
    pictureTrouble.value = error instanceof Error ? error.message : String(error);
  }
}

/**
 * Takes pictures that are dropped on the page or pasted, as long as the view is open. Returns how
 * to stop.
 */
export function takePictures(onDragging: (dragging: boolean) => void): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const isFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  addEventListener(
    'dragover',
    (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      onDragging(true);
    },
    { signal },
  );
  addEventListener(
    'dragleave',
    (event) => {
      if (event.relatedTarget === null) onDragging(false);
    },
    { signal },
  );
  addEventListener(
    'drop',
    (event) => {
      onDragging(false);
      if (!isFile(event)) return;
      event.preventDefault();
      void bringFile(event.dataTransfer?.files[0]);
    },
    { signal },
  );
  addEventListener(
    'paste',
    (event) => {
      const [pasted] = event.clipboardData?.files ?? [];
      void bringFile(pasted, 'pasted');
    },
    { signal },
  );
  return () => {
    listening.abort();
  };
}
