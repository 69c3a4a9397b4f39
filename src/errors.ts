// The errors that a caller can act on. Misuse of an API throws the builtin RangeError or TypeError instead.

/** A picture that cannot be read: corrupt, of an unknown format, or larger than the pixel budget. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

/** A data set that cannot be used: missing, empty, truncated, inconsistent, or with labels that are not digits. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

/** A model file that cannot be loaded: truncated, inconsistent, or made for another architecture. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}
