export type { InferAnswer, InferRequest, ModelMetadata, ServerMetadata } from '../api/inferSchemas.js';
export type { FailedAnswer, ReadAnswer } from '../api/readSchemas.js';
export { createClient, type Client, type ClientOptions, type ClientPicture, type ClientReadOptions } from './client.js';
export { ServerError } from './serverError.js';
