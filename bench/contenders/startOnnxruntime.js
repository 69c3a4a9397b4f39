import { performance } from 'node:perf_hooks';

/** A fresh process: from the import to the first answer, as startNumerist.js. */
const { library, threads, onnx, pixels } = JSON.parse(process.argv[2]);
const input = new Float32Array(28 * 28);
for (const cell of pixels) input[cell] = 1;

const started = performance.now();
const ort = await import(library);
if (library === 'onnxruntime-web') ort.env.wasm.numThreads = threads;
const session = await ort.InferenceSession.create(onnx);
const { logits } = await session.run({ input: new ort.Tensor('float32', input, [1, 1, 28, 28]) });
const ms = performance.now() - started;

const digit = logits.data.indexOf(Math.max(...logits.data));
const weights = [...logits.data].map((logit) => Math.exp(logit - logits.data[digit]));
console.log(JSON.stringify({ ms, digit, confidence: 1 / weights.reduce((sum, weight) => sum + weight, 0) }));
process.exit(0);
