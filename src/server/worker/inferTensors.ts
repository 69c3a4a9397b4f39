import { answerProbabilities } from '../../digits/answerProbabilities.js';
import type { InferAnswer } from '../../api/inferSchemas.js';
import { definedOnly } from '../../definedOnly.js';
import type { HttpAnswer, InferWork, WorkerSettings } from './work.js';
import { tensorsOf } from '../tensors.js';
import { readInferRequest } from './readInferRequest.js';
import type { ServedModel } from './servedModel.js';

/**
 * Answers POST /v2/models/{model}/infer. Throws RequestError if the request does not follow the
 * protocol.
 */
export function inferTensors(work: InferWork, model: ServedModel, { maxPictures }: WorkerSettings): HttpAnswer {
  const { config, network, name, version } = model;
  const { id, rows, input, outputs } = readInferRequest(work, maxPictures, config);
  const K = config.labels.length;
  const logits = network.predict(input, rows);

  const probabilities = new Float32Array(rows * K);
  const digits = new BigInt64Array(rows);
  for (let row = 0; row < rows; row++) {
    const scaled = answerProbabilities(logits.subarray(row * K, (row + 1) * K), config);
    probabilities.set(scaled, row * K);
    const likeliest = scaled.indexOf(Math.max(...scaled));
    digits[row] = BigInt(likeliest < 10 ? likeliest : -1);
  }

  const values = { probabilities, digit: digits };
  const binary: Uint8Array[] = [];
  const answer: InferAnswer = definedOnly({
    model_name: name,
    model_version: version,
    id,
    outputs: outputs.map((output) => {
      const { datatype, shape } = tensorsOf(config).outputs[output.name];
      const head = { name: output.name, datatype, shape: [rows, ...shape.slice(1)] };
      const data = values[output.name];
      if (!output.binary) return { ...head, data: Array.from(data, Number) };
      binary.push(new Uint8Array(data.buffer));
      return { ...head, parameters: { binary_data_size: data.byteLength } };
    }),
  });
  return {
    status: 200,
    pictures: rows,
    decodeMs: 0,
    ...format(JSON.stringify(answer), binary),
  };
}

function format(json: string, binary: readonly Uint8Array[]): Pick<HttpAnswer, 'contentType' | 'headers' | 'body'> {
  if (binary.length === 0) return { contentType: 'application/json; charset=utf-8', headers: {}, body: json };
  const head = Buffer.from(json);
  return {
    contentType: 'application/octet-stream',
    headers: { 'inference-header-content-length': String(head.length) },
    body: new Uint8Array(Buffer.concat([head, ...binary])),
  };
}
