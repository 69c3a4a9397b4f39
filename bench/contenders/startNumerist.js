import { performance } from 'node:perf_hooks';

/**
 * A fresh process: from the import to the first answer, reading pixels with the model in `model`.
 * Prints the time to stdout.
 */
const { model, pixels } = JSON.parse(process.argv[2]);
const data = new Uint8ClampedArray(28 * 28 * 4);
for (const cell of pixels) data[cell * 4 + 3] = 255;

const started = performance.now();
// The file that `numerist/node` is in the package.
const { loadRecognizer } = await import('../../dist/node/entry.js');
const { digits } = loadRecognizer(model, { single: true }).readPixels({ width: 28, height: 28, data });
const ms = performance.now() - started;

const [{ digit, confidence }] = digits;
console.log(JSON.stringify({ ms, digit, confidence }));
process.exit(0);
