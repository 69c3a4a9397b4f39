import { parseModel, type Model } from '../formats/native/modelFile.js';

/** A model is a megabyte or less: even a slow connection brings it in this time. */
const LIMIT_MS = 300_000;

/** The model of two URLs. Rejects with Error where they cannot be fetched, ModelFileError where they are damaged. */
export async function fetchModel(config: URL, weights: URL): Promise<Model> {
  const [configResponse, weightsResponse] = await Promise.all([fetchFile(config), fetchFile(weights)]);
  return parseModel(await configResponse.text(), new Uint8Array(await weightsResponse.arrayBuffer()));
}

async function fetchFile(url: URL): Promise<Response> {
  let response: Response;
  try {
    response = url.protocol === 'file:' ? readFile(url) : await fetch(url, { signal: limit(url) });
  } catch (cause) {
    throw new Error(`cannot fetch ${url.href}: no answer.`, { cause });
  }
  if (!response.ok) throw new Error(`cannot fetch ${url.href}: status must be 200. Received ${response.status}.`);
  return response;
}

/** Aborted after `LIMIT_MS`, also while the body comes. */
function limit(url: URL): AbortSignal {
  const late = new AbortController();
  AbortSignal.timeout(LIMIT_MS).addEventListener('abort', () => {
    late.abort(new Error(`cannot fetch ${url.href}: not all came within ${LIMIT_MS / 1000} s.`));
  });
  return late.signal;
}

/** The part of Node that reads a file. */
interface NodeProcess {
  readonly getBuiltinModule?: (name: 'fs') => { readFileSync(path: URL): Uint8Array<ArrayBuffer> };
}

/**
 * Node's fetch reads no files, but the package's own model is one there. Node hands its file system to whoever asks at run time;
 * an import of it would stop bundlers for browsers.
 */
function readFile(url: URL): Response {
  const { process } = globalThis as { process?: NodeProcess };
  const fs = process?.getBuiltinModule?.('fs');
  if (fs === undefined)
    throw new TypeError('a page that was opened as a file may not fetch files: serve it over HTTP.');
  return new Response(fs.readFileSync(url));
}
