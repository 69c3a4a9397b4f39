import type { FontFiles } from '../generated/fontDigits.js';

const IMAGES = 'digits-images-idx3-ubyte';
const LABELS = 'digits-labels-idx1-ubyte';
const NAMES = 'digits-fonts.txt';

/** The digits of handwriting fonts by their file names, as `npm run fonts` writes them. */
export function namedFontFiles({ images, labels, fonts }: FontFiles): [name: string, content: Uint8Array | string][] {
  return [
    [IMAGES, images],
    [LABELS, labels],
    [NAMES, fonts],
  ];
}

/** Reads these files; `read` throws for one that is missing. */
export async function readFontFiles(read: (name: string) => Uint8Array | Promise<Uint8Array>): Promise<FontFiles> {
  return {
    images: await read(IMAGES),
    labels: await read(LABELS),
    fonts: new TextDecoder().decode(await read(NAMES)),
  };
}
