// Loaded before the server, this makes it leak: 4 KiB per request are kept.
import { subscribe } from 'node:diagnostics_channel';

/** @type {Buffer[]} */
const kept = [];
subscribe('http.server.request.start', () => {
  kept.push(Buffer.alloc(4096, 1));
});
