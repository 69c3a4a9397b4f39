// @ts-check

/** @typedef {import('../race/rows.js').Row} Row */

/**
 * @typedef {object} Goal what the engine set out to reach, on a quiet machine of two cores
 * @property {string} work how the name of the work begins
 * @property {string | null} variant
 * @property {string | null} node how the version begins; null for any
 * @property {string | null} peer how the peer's name begins; null for a goal on our own value
 * @property {number} [atLeast] of the ratio, or of our own value
 * @property {number} [atMost]
 */

/** @type {readonly Goal[]} */
export const goals = [
  ...['PyTorch', 'Keras'].flatMap((peer) => [
    { work: 'training (', variant: 'wide', node: '24', peer, atLeast: 3 },
    { work: 'training (', variant: 'relaxed', node: '24', peer, atLeast: 2 },
    { work: 'training (', variant: 'exact', node: '20', peer, atLeast: 1.3 },
  ]),
  { work: 'training of standard', variant: 'relaxed', node: '24', peer: 'PyTorch', atLeast: 2 },
  { work: 'training of standard', variant: 'relaxed', node: '24', peer: 'Keras', atLeast: 1.5 },
  { work: 'augmentation', variant: null, node: null, peer: null, atMost: 0.1 },
  { work: 'inference (', variant: 'wide', node: null, peer: 'onnxruntime-node', atLeast: 1 },
  { work: 'inference (', variant: 'relaxed', node: null, peer: 'onnxruntime-web', atLeast: 3 },
  { work: 'one image (', variant: 'relaxed', node: null, peer: 'onnxruntime-web', atMost: 0.33 },
  { work: 'one image (', variant: 'wide', node: null, peer: 'onnxruntime-node', atMost: 1 },
  { work: 'Chromium', variant: null, node: null, peer: 'Numerist', atLeast: 0.8 },
  { work: 'start', variant: null, node: null, peer: 'onnxruntime-web', atMost: 0.2 },
  { work: 'start', variant: null, node: null, peer: null, atMost: 60 },
  { work: 'library', variant: null, node: null, peer: null, atMost: 40 },
  { work: 'reading', variant: null, node: null, peer: 'Pillow', atLeast: 1 },
  { work: 'memory', variant: null, node: null, peer: null, atMost: 300 },
  { work: 'server, batches of 32', variant: null, node: null, peer: null, atLeast: 0.7 },
  { work: 'server, single', variant: null, node: null, peer: null, atLeast: 2500 },
  { work: 'server, 99th percentile at', variant: null, node: null, peer: null, atMost: 25 },
  { work: 'server, answered', variant: null, node: null, peer: null, atLeast: 0.9 },
  { work: 'server, 99th percentile of', variant: null, node: null, peer: null, atMost: 50 },
  { work: 'server, other', variant: null, node: null, peer: null, atMost: 0 },
  { work: 'server, beside', variant: null, node: null, peer: null, atLeast: 0.9 },
  { work: 'server, until a picture', variant: null, node: null, peer: null, atMost: 10 },
  { work: 'server, until bad', variant: null, node: null, peer: null, atMost: 50 },
  { work: 'server, until a lost', variant: null, node: null, peer: null, atMost: 1000 },
  { work: 'server, until it', variant: null, node: null, peer: null, atMost: 2000 },
];

/**
 * The goals of a row and whether they were reached, one phrase per goal; '' if the row has no goal.
 *
 * @param {Row} row
 * @returns {string}
 */
export function verdict(row) {
  const phrases = goals
    .filter((goal) => applies(goal, row))
    .map(({ peer, atLeast, atMost }) => {
      const value = peer === null ? row.ours : (row.ratio ?? NaN);
      const met = atLeast === undefined ? value <= (atMost ?? NaN) : value >= atLeast;
      return `${atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`}: ${met ? 'met' : 'missed'}`;
    });
  return [...new Set(phrases)].join('; ');
}

/** @param {Goal} goal @param {Row} row */
function applies({ work, variant, node, peer }, row) {
  const begins = (/** @type {string | null} */ text, /** @type {string | null} */ start) =>
    start === null || (text ?? '').startsWith(start);
  return (
    begins(row.work, work) &&
    (variant === null || row.variant === variant) &&
    begins(row.node, node) &&
    begins(row.peerName, peer)
  );
}
