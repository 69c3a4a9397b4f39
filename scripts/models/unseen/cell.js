/**
 * A cut-out picture of one digit.
 *
 * @typedef {object} Cell
 * @property {string} place where it comes from, in words
 * @property {import('../../../dist/image/pixels.js').RgbaImage} image
 */
export {};
