// Loaded before the server, makes it one that leaks: 4 KiB of every request stay.
import { subscribe } from 'node:diagnostics_channel';

const kept = [];
subscribe('http.server.request.start', () => {
  kept.push(Buffer.alloc(4096, 1));
});
