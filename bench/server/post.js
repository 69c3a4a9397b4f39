// @ts-check

/**
 * Sends a body and waits for the whole answer. Rejects if its status is not the expected one.
 *
 * @param {string} url
 * @param {string | Uint8Array<ArrayBuffer>} body
 * @param {number} expected
 * @param {Record<string, string>} [headers]
 */
export async function post(url, body, expected, headers = {}) {
  const answer = await fetch(url, { method: 'POST', body, headers });
  await answer.arrayBuffer();
  if (answer.status !== expected) throw new Error(`${url} must answer with ${expected}. Received ${answer.status}.`);
}
