import { read } from '../../src/index.js';

/** The text that is read from a sample, in everything that a frame of the page can bring. */
export async function readFromFrame(name: string): Promise<Record<string, string>> {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const theirs = frame.contentWindow as (Window & typeof globalThis) | null;
  if (theirs === null) throw new Error('the frame has no window');
  const response = await fetch(new URL(`../../samples/${name}`, import.meta.url));
  const buffer = await response.clone().arrayBuffer();
  const bytes = theirs.Uint8Array.from(new Uint8Array(buffer));
  const bitmap = await createImageBitmap(await response.clone().blob());
  const canvas = theirs.document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = canvas.getContext('2d');
  context?.drawImage(bitmap, 0, 0);
  const pixels = context?.getImageData(0, 0, bitmap.width, bitmap.height);
  if (pixels === undefined || bytes.constructor === Uint8Array || pixels.constructor === ImageData) {
    throw new Error('the frame must have classes of its own');
  }
  const sources = {
    bytes,
    buffer: bytes.buffer,
    view: new theirs.DataView(bytes.buffer),
    blob: new theirs.Blob([bytes]),
    file: new theirs.File([bytes], name),
    pixels,
    response,
  };
  const readings = Object.entries(sources).map(async ([key, source]) => [key, (await read(source)).text] as const);
  return Object.fromEntries(await Promise.all(readings));
}
