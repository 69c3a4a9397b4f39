import { parseModel, type Model } from '../network/modelFile.js';

/** The model of two URLs. Rejects with Error where they cannot be fetched, ModelFileError where they are damaged. */
export async function fetchModel(config: URL, weights: URL): Promise<Model> {
  const [configResponse, weightsResponse] = await Promise.all([fetchFile(config), fetchFile(weights)]);
  return parseModel(await configResponse.text(), new Uint8Array(await weightsResponse.arrayBuffer()));
}

async function fetchFile(url: URL): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    const wayOut = url.protocol === 'file:' ? " In Node, import from 'numerist/node', which reads files." : '';
    throw new Error(`cannot fetch ${url.href}: no answer.${wayOut}`, { cause });
  }
  if (!response.ok) throw new Error(`cannot fetch ${url.href}: status must be 200. Received ${response.status}.`);
  return response;
}
