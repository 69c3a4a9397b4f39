import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SIZE = 784;

/** What `makeFolder` wrote: a network, its tensors by name, pictures and labels. */
export function readMade(folder, network) {
  const read = (...names) => readFileSync(join(folder, ...names));
  const bytes = read(network, 'weights.f32');
  const weights = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const index = JSON.parse(read(network, 'tensors.json').toString());
  return {
    architecture: JSON.parse(read(network, 'network.json').toString()).architecture,
    shapes: index.map(({ shape }) => shape),
    tensors: new Map(index.map(({ name, offset, length }) => [name, weights.subarray(offset, offset + length)])),
    pictures: new Uint8Array(read('pictures.u8')),
    labels: new Uint8Array(read('labels.u8')),
  };
}

/**
 * The batches of the pool, one after the other, from the start again after the last: `at(i)`
 * returns pictures and labels as bytes, `floats(i)` as 0..1.
 */
export function batchesOf({ pictures, labels }, batch) {
  const count = Math.floor(labels.length / batch);
  const at = (i) => {
    const first = (i % count) * batch;
    return {
      pictures: pictures.subarray(first * SIZE, (first + batch) * SIZE),
      labels: labels.subarray(first, first + batch),
    };
  };
  return { count, at, floats: (i) => Float32Array.from(at(i).pictures, (value) => value / 255) };
}
