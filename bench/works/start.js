// @ts-check
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { saveModel } from '../../dist/node/index.js';
import { pipelines } from '../../dist/ink/pipelines.js';
import { classic } from '../../dist/train.js';
import { newestNode, nodeCommand } from '../contenderOf.js';
import { madeTensors } from '../made/madeTensors.js';
import { measure } from './work.js';

/** @typedef {import('../race/race.js').Contender} Contender */

/** A start is short and has a process of its own, so there are more rounds. */
const LEAST_ROUNDS = 9;

/**
 * Milliseconds from the import of the library to its first answer, in a new process each time,
 * without the start of Node.
 *
 * @type {import('./work.js').Work}
 */
export async function start(context) {
  const { installed, folder, quick, rounds } = context;
  const model = join(folder, 'model');
  const onnx = join(folder, 'classic', 'network.onnx');
  saveMadeModel(model);
  const pixels = binaryPicture(folder);
  const contenders = installed.nodes.map((node) =>
    startContender(
      { side: 'ours', family: 'Numerist', name: `Numerist, Node ${node.version}`, node: node.version, threads: 1 },
      nodeCommand(node, 'startNumerist.js'),
      { model, pixels },
    ),
  );
  for (const library of ['onnxruntime-web', 'onnxruntime-node']) {
    if (installed.packages[library] === undefined) continue;
    for (const node of library === 'onnxruntime-web' ? installed.nodes : [newestNode(installed)]) {
      const name = `${library} ${installed.packages[library]}, Node ${node.version}`;
      contenders.push(
        startContender(
          { side: 'peer', family: library, name, node: node.version, threads: 1 },
          nodeCommand(node, 'startOnnxruntime.js'),
          { library, threads: 1, onnx, pixels },
        ),
      );
    }
  }
  const first = await contenders[0].open();
  const expected = async () => first.outputs;
  const options = { expected, rounds: quick ? rounds : Math.max(rounds, LEAST_ROUNDS) };
  return [await measure('start (ms)', 'lower', contenders, context, options)];
}

/** @param {string} path */
function saveMadeModel(path) {
  saveModel(path, {
    config: {
      architecture: classic,
      preprocessing: { pipeline: 'classic', version: pipelines.classic.version },
      labels: [...'0123456789'],
      temperature: 1,
      trainingData: null,
      metrics: {},
      engine: 'exact',
      created: '2026-01-01T00:00:00.000Z',
    },
    tensors: new Map(madeTensors(classic).map(({ name, values }) => [name, values])),
  });
}

/**
 * The cells of the first picture that are more ink than paper: the classic pipeline does not change
 * them.
 *
 * @param {string} folder
 */
function binaryPicture(folder) {
  const picture = readFileSync(join(folder, 'pictures.u8')).subarray(0, 784);
  return [...picture.keys()].filter((cell) => picture[cell] > 127);
}

/**
 * @param {Pick<Contender, 'side' | 'family' | 'name' | 'node' | 'threads'>} about
 * @param {readonly string[]} command
 * @param {object} config
 * @returns {Contender}
 */
function startContender(about, [program, ...args], config) {
  const begin = () => {
    const text = execFileSync(program, [...args, JSON.stringify(config)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(text.trim().split('\n').at(-1) ?? '');
  };
  return {
    ...about,
    variant: null,
    batch: 1,
    async open() {
      const { digit, confidence } = begin();
      return {
        outputs: { logits: [digit, confidence] },
        round: () => Promise.resolve(begin().ms),
        close: () => Promise.resolve(),
      };
    },
  };
}
