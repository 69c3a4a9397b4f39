import { InferRequest } from '../../api/inferSchemas.js';
import { definedOnly } from '../../definedOnly.js';
import type { ModelConfig } from '../../formats/native/modelConfig.js';
import { sizeOf } from '../../network/parameters.js';
import type { InferWork } from './work.js';
import { RequestError } from '../requestError.js';
import { INPUT, OUTPUT_NAMES, tensorsOf, type OutputName } from '../tensors.js';
import { checkedJson } from './checkedJson.js';
import { fillFromJson } from './fillFromJson.js';
import { tooMany } from './tooMany.js';

interface WantedOutput {
  readonly name: OutputName;
  /** True if the output follows the JSON as bytes. */
  readonly binary: boolean;
}

interface CheckedInferRequest {
  /** Repeated in the answer. */
  readonly id?: string;
  readonly rows: number;
  /** [rows, height, width] */
  readonly input: Uint8Array;
  readonly outputs: readonly WantedOutput[];
}

type RequestInput = InferRequest['inputs'][number];

/**
 * Checks an inference request. Throws a RequestError that names the expected and the received
 * value.
 */
export function readInferRequest(
  { body, headerLength }: InferWork,
  maxRows: number,
  config: ModelConfig,
): CheckedInferRequest {
  const { shape } = tensorsOf(config).input;
  const jsonLength = readHeaderLength(headerLength, body.length);
  // Zero: the body is one raw tensor, and the outputs are binary too.
  if (jsonLength === 0) return rawRequest(body, maxRows, shape);
  const request = checkedJson(body.subarray(0, jsonLength)).as(InferRequest);
  const [input] = request.inputs;
  if (request.inputs.length !== 1 || input.name !== INPUT.name) {
    const names = request.inputs.map(({ name }) => name.slice(0, 80)).slice(0, 8);
    throw bad(`there must be one input, ${INPUT.name}. Received ${names.length === 0 ? 'none' : names.join(', ')}`);
  }
  if (input.datatype !== INPUT.datatype) {
    throw bad(`datatype of ${INPUT.name} must be ${INPUT.datatype}. Received ${input.datatype.slice(0, 80)}`);
  }
  const rows = rowsOf(input.shape, maxRows, shape);
  return definedOnly({
    id: request.id,
    rows,
    input: readData(input, [rows, ...shape.slice(1)], body.subarray(jsonLength)),
    outputs: wantedOutputs(request),
  });
}

function readHeaderLength(header: string | null, bodyLength: number): number {
  if (header === null) return bodyLength;
  const length = /^\d{1,15}$/.test(header) ? Number(header) : NaN;
  if (length <= bodyLength) return length;
  throw bad(
    `Inference-Header-Content-Length must be a whole number up to the body's ${bodyLength} bytes. Received ${header.slice(0, 80)}`,
  );
}

function rawRequest(body: Uint8Array, maxRows: number, shape: readonly number[]): CheckedInferRequest {
  const inputLength = sizeOf(shape.slice(1));
  const rows = body.length / inputLength;
  if (rows > maxRows) throw tooMany(Math.ceil(rows), maxRows);
  if (!Number.isInteger(rows) || rows === 0) {
    throw bad(`a raw tensor must be a multiple of ${inputLength} bytes. Received ${body.length}`);
  }
  return { rows, input: body, outputs: OUTPUT_NAMES.map((name) => ({ name, binary: true })) };
}

function rowsOf(shape: readonly number[], maxRows: number, expected: readonly number[]): number {
  const [rows, ...rest] = shape;
  if (!(rows >= 0) || rest.join() !== expected.slice(1).join()) {
    const shown = shape.slice(0, 8).join(', ');
    throw bad(`shape of ${INPUT.name} must be [${expected.join(', ')}], -1 = any number. Received [${shown}]`);
  }
  if (rows > maxRows) throw tooMany(rows, maxRows);
  return rows;
}

function readData(input: RequestInput, shape: readonly number[], binary: Uint8Array): Uint8Array {
  const size = input.parameters?.binary_data_size;
  const expected = sizeOf(shape);
  if (size === undefined) {
    if (binary.length > 0) throw bad(`${binary.length} bytes follow the JSON, but no input has binary_data_size`);
    if (input.data === undefined) throw bad(`${INPUT.name} must have data or binary_data_size. Received neither`);
    return fillFromJson(input.data, shape);
  }
  if (input.data !== undefined) throw bad(`${INPUT.name} must have data or binary_data_size. Received both`);
  if (size !== expected || binary.length !== expected) {
    throw bad(
      `binary data of ${INPUT.name} must be ${expected} bytes. Received binary_data_size ${typeof size === 'number' ? size : typeof size} and ${binary.length} bytes`,
    );
  }
  return binary;
}

function wantedOutputs({ outputs, parameters }: InferRequest): readonly WantedOutput[] {
  const otherwise = parameters?.binary_data_output === true;
  if (outputs === undefined || outputs.length === 0) return OUTPUT_NAMES.map((name) => ({ name, binary: otherwise }));
  return outputs.map((output, i) => {
    const name = OUTPUT_NAMES.find((known) => known === output.name);
    if (name === undefined) {
      throw bad(`an output must be one of ${OUTPUT_NAMES.join(', ')}. Received ${output.name.slice(0, 80)}`);
    }
    if (outputs.findIndex((other) => other.name === name) !== i) throw bad(`output ${name} must be named once`);
    const asked = output.parameters?.binary_data;
    return { name, binary: typeof asked === 'boolean' ? asked : otherwise };
  });
}

function bad(text: string): RequestError {
  return new RequestError(400, 'bad_request', text);
}
