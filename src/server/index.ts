export { createServer } from './createServer.js';
export { type ApiKey, type Scope } from './http/apiKeys.js';
export { type ServerOptions } from './serverOptions.js';
