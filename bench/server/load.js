// node bench/server/load.js '<options>': a client that uses as little CPU time as it can. Runs in a
// process of its own and prints its results as JSON.
// @ts-check
import { connect } from 'node:net';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {object} LoadOptions
 * @property {number} port
 * @property {string} path
 * @property {string} contentType
 * @property {string} body in base64
 * @property {number} seconds
 * @property {number} connections that carry one request at a time
 * @property {number | null} rate requests a second, whatever becomes of them; null: each connection sends as soon as it has its answer
 * @property {number} [slow] connections beside these that send half a request and wait
 */

/**
 * @typedef {object} LoadResult
 * @property {number} seconds from the first request to the last answer
 * @property {Record<string, number>} statuses
 * @property {number} errors connections that broke
 * @property {number} late requests that had to wait for a free connection: then the client was the limit
 * @property {Record<string, number>} p99 milliseconds by status, from the moment in which the request was due
 */

/**
 * @param {LoadOptions} options
 * @returns {Promise<LoadResult>}
 */
async function load({ port, path, contentType, body, seconds, connections, rate, slow = 0 }) {
  const bytes = Buffer.from(body, 'base64');
  const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: ${contentType}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
  const request = Buffer.concat([Buffer.from(head), bytes]);
  /** @type {Map<string, number[]>} */
  const times = new Map();
  let errors = 0;
  let late = 0;
  let open = 0;
  let last = 0;
  for (let i = 0; i < slow; i++)
    connect(port, '127.0.0.1')
      .on('error', () => undefined)
      .write(head.slice(0, 30));
  const sockets = await Promise.all(Array.from({ length: connections }, () => opened(port)));
  const idle = [...sockets.keys()];
  const due = new Float64Array(connections);
  const begin = performance.now();
  const end = begin + 1000 * seconds;

  /** @param {number} i @param {number} at */
  const send = (i, at) => {
    due[i] = at;
    open++;
    sockets[i].socket.write(request);
  };
  await new Promise((resolve) => {
    for (const [i, { socket, receive }] of sockets.entries()) {
      let wanted = 0;
      let received = 0;
      let status = '';
      socket.on('error', () => errors++);
      receive.chunk = (length, bytes) => {
        if (received === 0) {
          const answer = bytes.toString('latin1', 0, length);
          status = answer.slice(9, 12);
          wanted = answer.indexOf('\r\n\r\n') + 4 + Number(/content-length: (\d+)/i.exec(answer)?.[1]);
        }
        received += length;
        if (received < wanted) return;
        received = 0;
        last = performance.now();
        const list = times.get(status) ?? [];
        list.push(last - due[i]);
        times.set(status, list);
        open--;
        if (rate === null && last < end) send(i, last);
        else idle.push(i);
        if (last >= end && open === 0) resolve(null);
      };
    }
    if (rate === null) for (const i of idle.splice(0)) send(i, begin);
    else {
      let sent = 0;
      const tick = () => {
        const now = performance.now();
        const wanted = Math.floor(((Math.min(now, end) - begin) / 1000) * rate);
        for (; sent < wanted && idle.length > 0; sent++)
          send(/** @type {number} */ (idle.pop()), begin + (1000 * sent) / rate);
        if (sent < wanted) late++;
        if (now < end) {
          Atomics.wait(NOTHING, 0, 0, NAP_MS);
          setImmediate(tick);
        } else if (open === 0) resolve(null);
      };
      tick();
    }
    setTimeout(resolve, 1000 * seconds + 15_000).unref();
  });
  for (const { socket } of sockets) socket.destroy();
  const p99 = [...times].map(([status, list]) => [
    status,
    list.sort((a, b) => a - b)[Math.ceil(0.99 * list.length) - 1],
  ]);
  const statuses = [...times].map(([status, list]) => [status, list.length]);
  return {
    seconds: (last - begin) / 1000,
    statuses: Object.fromEntries(statuses),
    errors,
    late,
    p99: Object.fromEntries(p99),
  };
}

/**
 * A client with a fixed rate sleeps between the moments at which it sends, and then takes all
 * answers that have arrived: waking for each of them would take CPU time from the server. So it
 * sends and notes up to this many milliseconds late.
 */
const NAP_MS = 2;
const NOTHING = new Int32Array(new SharedArrayBuffer(4));

/**
 * Answers are small and parsed as soon as they arrive, so all connections read into the same bytes.
 */
const RECEIVED = Buffer.alloc(65_536);

/**
 * @typedef {object} Connection
 * @property {import('node:net').Socket} socket
 * @property {{ chunk: (length: number, bytes: Buffer) => void }} receive called with what comes
 */

/** @param {number} port @returns {Promise<Connection>} */
function opened(port) {
  return new Promise((resolve, reject) => {
    /** @type {Connection['receive']} */
    const receive = { chunk: () => undefined };
    const onread = {
      buffer: RECEIVED,
      callback: (/** @type {number} */ length) => {
        receive.chunk(length, RECEIVED);
        return true;
      },
    };
    const socket = connect({ port, host: '127.0.0.1', onread }, () => {
      socket.setNoDelay(true);
      resolve({ socket, receive });
    });
    socket.once('error', reject);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(JSON.stringify(await load(JSON.parse(process.argv[2]))));
  process.exit(0);
}
