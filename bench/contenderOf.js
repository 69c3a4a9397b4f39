// @ts-check
import { openChild } from './race/childProcess.js';

/** @typedef {import('./race/race.js').Contender} Contender */
/** @typedef {import('./installed.js').Installed} Installed */
/** @typedef {import('./installed.js').NodeProgram} NodeProgram */

const FOLDER = new URL('contenders/', import.meta.url).pathname;

/** @typedef {Omit<Contender, 'open'>} About */

/**
 * A contender that is a process of its own, `command` with `config` as its last argument.
 *
 * @param {About} about
 * @param {readonly string[]} command
 * @param {object} config
 * @returns {Contender}
 */
export function contenderOf(about, command, config) {
  return {
    ...about,
    async open() {
      const threads = String(about.threads ?? 1);
      const child = openChild([...command, JSON.stringify(config)], { OMP_NUM_THREADS: threads });
      try {
        const { outputs } = await child.first;
        return { outputs, round: async (ms) => (await child.ask({ ms })).value, close: child.close };
      } catch (error) {
        await child.close();
        throw error;
      }
    },
  };
}

/**
 * @param {NodeProgram} node
 * @param {string} file in contenders/
 */
export function nodeCommand(node, file) {
  return [node.path, `${FOLDER}${file}`];
}

/**
 * @param {string} python
 * @param {string} file in contenders/
 */
export function pythonCommand(python, file) {
  return [python, `${FOLDER}${file}`];
}

/**
 * The variants of the engine that a Node can run: relaxed SIMD came with Node 21, the revectoriser
 * is used from 23.5 on.
 *
 * @param {NodeProgram} node
 * @returns {('exact' | 'relaxed' | 'wide')[]}
 */
export function variantsOf({ version }) {
  const [major, minor] = version.split('.').map(Number);
  if (major < 21) return ['exact'];
  return major + minor / 100 >= 23.05 && process.arch === 'x64' ? ['exact', 'relaxed', 'wide'] : ['exact', 'relaxed'];
}

/**
 * The newest Node there is; peers in JavaScript run on it.
 *
 * @param {Installed} installed
 */
export function newestNode({ nodes }) {
  return nodes.toSorted((a, b) => Number.parseInt(b.version) - Number.parseInt(a.version))[0];
}
