import type { IncomingMessage, ServerResponse } from 'node:http';

import type { FastifyInstance } from 'fastify';

import { RequestError } from '../requestError.js';

/**
 * Refuses requests that Node itself would refuse with an empty answer, uncounted: HTTP/1.1 without
 * a Host (400), and an Expect other than 100-continue (417; RFC 9112, 3.2, and RFC 9110, 10.1.1).
 */
export function refuseOddRequests(server: FastifyInstance): void {
  server.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    server.server.emit('request', request, response);
  });
  server.addHook('onRequest', ({ raw: { headers, httpVersion } }, _reply, done) => {
    const { expect = '100-continue', host } = headers;
    if (httpVersion === '1.1' && host === undefined) {
      done(new RequestError(400, 'bad_http', 'the header Host is missing', { connection: 'close' }));
    } else if (expect.toLowerCase() !== '100-continue') {
      const received = expect.slice(0, 80);
      const text = `Expect must be 100-continue. Received ${received}`;
      done(new RequestError(417, 'unknown_expectation', text, { connection: 'close' }));
    } else done();
  });
}
