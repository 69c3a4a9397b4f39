// The errors that a caller can act on. Misuse of an API throws the built-in RangeError or TypeError
// instead.

/**
 * A picture cannot be read: it is damaged, of an unknown format, or larger than the pixel budget.
 */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

/**
 * A data set cannot be used: it is missing, empty, truncated or inconsistent, or has labels that
 * are not digits.
 */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

/**
 * A model file cannot be loaded: it is truncated, inconsistent, or made for another architecture.
 */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}
