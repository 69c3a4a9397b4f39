export { createServer, type ServerOptions } from './createServer.js';
