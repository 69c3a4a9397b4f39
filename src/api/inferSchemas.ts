// The Open Inference Protocol v2 with the binary tensor extension, as far as this server supports
// it (kserve.github.io, "Open Inference Protocol V2" and "Binary Tensor Data Extension").

import Type, { type Static } from 'typebox';

const Parameters = Type.Record(Type.String(), Type.Unknown());
const Shape = Type.Array(Type.Integer(), { description: 'Row-major; the first is the number of pictures.' });

const RequestInput = Type.Object({
  name: Type.String(),
  shape: Shape,
  datatype: Type.String(),
  parameters: Type.Optional(Parameters),
  data: Type.Optional(
    Type.Array(Type.Unknown(), { description: 'Flat or nested; absent if the data follows as bytes.' }),
  ),
});

const RequestOutput = Type.Object({ name: Type.String(), parameters: Type.Optional(Parameters) });

/** The JSON of POST /v2/models/{model}/infer. */
export const InferRequest = Type.Object({
  id: Type.Optional(Type.String({ maxLength: 256 })),
  parameters: Type.Optional(Parameters),
  inputs: Type.Array(RequestInput),
  outputs: Type.Optional(Type.Array(RequestOutput)),
});
export type InferRequest = Static<typeof InferRequest>;

const ResponseOutput = Type.Object({
  name: Type.String(),
  shape: Shape,
  datatype: Type.String(),
  parameters: Type.Optional(Parameters),
  data: Type.Optional(Type.Array(Type.Number())),
});

/** The JSON of the answer to POST /v2/models/{model}/infer. */
export const InferAnswer = Type.Object({
  model_name: Type.String(),
  model_version: Type.String(),
  id: Type.Optional(Type.String()),
  outputs: Type.Array(ResponseOutput),
});
export type InferAnswer = Static<typeof InferAnswer>;

/** GET /v2 */
export const ServerMetadata = Type.Object({
  name: Type.String(),
  version: Type.String(),
  extensions: Type.Array(Type.String()),
});
export type ServerMetadata = Static<typeof ServerMetadata>;

const TensorMetadata = Type.Object({ name: Type.String(), datatype: Type.String(), shape: Shape });

/** GET /v2/models/{model} */
export const ModelMetadata = Type.Object({
  name: Type.String(),
  versions: Type.Array(Type.String()),
  platform: Type.String(),
  inputs: Type.Array(TensorMetadata),
  outputs: Type.Array(TensorMetadata),
});
export type ModelMetadata = Static<typeof ModelMetadata>;

/** GET /v2/health/live */
export const LiveAnswer = Type.Object({ live: Type.Boolean() });
/** GET /v2/health/ready */
export const ReadyAnswer = Type.Object({ ready: Type.Boolean() });
/** GET /v2/models/{model}/ready */
export const ModelReadyAnswer = Type.Object({ name: Type.String(), ready: Type.Boolean() });
