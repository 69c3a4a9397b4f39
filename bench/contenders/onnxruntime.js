import { join } from 'node:path';
import { answer } from './answer.js';
import { batchesOf, readMade } from './readMade.js';
import { medianTime, runFor } from './runFor.js';

/** onnxruntime-node (native) or onnxruntime-web (WebAssembly): `work` is inference or latency. */
await answer(async ({ folder, network, library, work, threads, batch }) => {
  const ort = await import(library);
  const options = { intraOpNumThreads: threads, interOpNumThreads: 1, graphOptimizationLevel: 'all' };
  if (library === 'onnxruntime-web') {
    ort.env.wasm.numThreads = threads;
    options.executionProviders = ['wasm'];
  }
  const session = await ort.InferenceSession.create(join(folder, network, 'network.onnx'), options);
  const { count, floats } = batchesOf(readMade(folder, network), batch);
  const inputs = Array.from(
    { length: Math.min(count, 16) },
    (_, i) => new ort.Tensor('float32', floats(i), [batch, 1, 28, 28]),
  );
  let next = 0;
  const step = async () => (await session.run({ input: inputs[next++ % inputs.length] })).logits.data;
  const outputs = { logits: [...(await step())] };
  const round = work === 'latency' ? (ms) => medianTime(ms, step) : async (ms) => (await runFor(ms, step)) * batch;
  return { outputs, round };
});
