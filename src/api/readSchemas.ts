// What POST /v1/read takes and answers. The same schemas validate, document (openapi.json) and type
// the client.

import Type, { type Static } from 'typebox';

/** The query of POST /v1/read. */
export const ReadQuery = Type.Object(
  {
    model: Type.Optional(Type.String({ description: 'Name of the model; the default one without.' })),
    version: Type.Optional(Type.String({ description: 'Version of the model; the newest without.' })),
    alternatives: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 9, default: 2, description: 'How many other digits each answer names.' }),
    ),
    target_error: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        description: "At most this share of the answers wrong: '?' for what is less sure. Needs a calibrated model.",
      }),
    ),
    single: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Whether each picture is read as one digit, even if it looks like several.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ReadQuery = Static<typeof ReadQuery>;

const Picture = Type.String({
  minLength: 1,
  description: 'A picture in base64, with or without `data:…;base64,`.',
});

/** The JSON body with one picture. */
export const ReadOneRequest = Type.Object({ image: Picture }, { additionalProperties: false });
export type ReadOneRequest = Static<typeof ReadOneRequest>;

/** The JSON body with several pictures. */
export const ReadManyRequest = Type.Object(
  { images: Type.Array(Picture, { minItems: 1 }) },
  { additionalProperties: false },
);
export type ReadManyRequest = Static<typeof ReadManyRequest>;

const Confidence = Type.Number({ minimum: 0, maximum: 1 });

const Digit = Type.Object({
  digit: Type.Union([Type.Integer({ minimum: 0, maximum: 9 }), Type.Null()], {
    description: 'Null if it is not given: then the first alternative is the likeliest digit.',
  }),
  confidence: Confidence,
  notDigit: Type.Number({ minimum: 0, maximum: 1, description: 'Probability that this is not a digit.' }),
  box: Type.Array(Type.Integer({ minimum: 0 }), {
    minItems: 4,
    maxItems: 4,
    description: "Where its ink is, in the picture's pixels: x, y, width, height.",
  }),
  alternatives: Type.Array(Type.Object({ digit: Type.Integer({ minimum: 0, maximum: 9 }), confidence: Confidence })),
});

/** What was read in one picture. */
export const ReadAnswer = Type.Object({
  text: Type.String({
    description: "The digits from left to right, '?' for one that is not given; empty without ink.",
  }),
  confidence: Type.Number({
    minimum: 0,
    maximum: 1,
    description: 'Probability that the likeliest digits are all right: the product of their confidences.',
  }),
  status: Type.Union(
    [Type.Literal('read'), Type.Literal('unsure'), Type.Literal('not a digit'), Type.Literal('no ink')],
    { description: "'read' if every digit is given; otherwise the reason why not." },
  ),
  digits: Type.Array(Digit, { description: 'From left to right.' }),
});
export type ReadAnswer = Static<typeof ReadAnswer>;

/** A picture among several that cannot be read. */
export const FailedAnswer = Type.Object({
  text: Type.Literal(''),
  confidence: Type.Literal(0),
  status: Type.Literal('error'),
  error: Type.String(),
  digits: Type.Array(Type.Never(), { maxItems: 0 }),
});
export type FailedAnswer = Static<typeof FailedAnswer>;

const Name = Type.Object({ name: Type.Optional(Type.String({ description: 'File name, where the part had one.' })) });

/** The answer to several pictures, in their order. */
export const ReadManyAnswer = Type.Object({
  readings: Type.Array(Type.Union([Type.Intersect([Name, ReadAnswer]), Type.Intersect([Name, FailedAnswer])])),
});
export type ReadManyAnswer = Static<typeof ReadManyAnswer>;

/** The body of every answer with a status of 400 or above. */
export const ErrorAnswer = Type.Object({ error: Type.String({ description: '`<code>: <text>`' }) });
export type ErrorAnswer = Static<typeof ErrorAnswer>;
