/** Endings of the names of pictures that are read, or refused with advice. */
const PICTURE =
  /\.(a?png|jpe?g|jpe|jfif?|jif|pjpe?g|pjp|webp|gif|bmp|dib|tiff?|pbm|pgm|ppm|pnm|heic|heif|hif|avif|jxl)$/i;

/**
 * Whether a file's name says that it is a picture. The actual format is detected from its content.
 */
export function isPictureName(path: string): boolean {
  return PICTURE.test(path);
}
