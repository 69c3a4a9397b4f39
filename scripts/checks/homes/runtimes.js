import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { within } from '../within.js';
import { checkAnswer, makeProject, PICTURES } from './project.js';
import { runIn } from './runIn.js';

const READ = `import { read } from 'numerist/node';
const readings = await Promise.all(${JSON.stringify(PICTURES)}.map((path) => read(path)));
console.log(JSON.stringify(readings.map(({ text }) => text)));
`;
const BIN = 'node_modules/numerist/dist/cli/bin.js';
const platform = `${process.platform}-${process.arch}`;
/** Each is one binary in a package of the registry. */
const programs = [
  ...[20, 22, 24].map((major) => ({
    name: `node ${major}`,
    packages: [`node${major}@npm:node-${platform}@${major}`],
    command: [`node_modules/node${major}/bin/node`],
  })),
  { name: 'bun', packages: [`@oven/bun-${platform}`], command: [`node_modules/@oven/bun-${platform}/bin/bun`] },
  {
    name: 'deno',
    packages: [`@deno/${platform}${process.platform === 'linux' ? '-glibc' : ''}`],
    command: [`node_modules/@deno/${platform}${process.platform === 'linux' ? '-glibc' : ''}/deno`, 'run', '-A'],
  },
];

/** 200 rows of a label and 28 x 28 pixels: bars at ten places, so that one epoch learns them. */
function barsAsCsv() {
  const rows = Array.from({ length: 200 }, (_, row) => {
    const label = row % 10;
    const isInk = (/** @type {number} */ i) => i % 28 >= 4 + label && i % 28 < 12 && i > 28 * (4 + (row % 7));
    return [label, ...Array.from({ length: 784 }, (_, i) => (isInk(i) && i < 28 * 24 ? 255 : 0))].join(',');
  });
  return `label,${Array.from({ length: 784 }, (_, i) => `pixel${i}`).join(',')}\n${rows.join('\n')}\n`;
}

/**
 * Serves in `project`, and asks for a reading and for the web app.
 *
 * @param {string} project
 * @param {readonly string[]} command
 */
async function checkServer(project, [program, ...args]) {
  const options = ['serve', '--port', '0', '--threads', '1', '--log-level', 'error', '--drain-ms', '0'];
  const server = spawn(program, [...args, BIN, ...options], { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  try {
    const [line] = await within('the server to listen', once(createInterface(server.stdout), 'line'), 90);
    const address = /http:\/\/[^\s/]+/.exec(String(line))?.[0];
    const texts = [];
    for (const path of PICTURES) {
      const answer = await fetch(`${address}/v1/read`, { method: 'POST', body: readFileSync(path) });
      texts.push(/** @type {{ text: string }} */ (await answer.json()).text);
    }
    checkAnswer(JSON.stringify(texts));
    const page = await fetch(`${address}/`);
    if (!page.ok) throw new Error(`the web app must be served. Received ${page.status}.`);
  } finally {
    server.kill();
    await within('the server to end', ended, 30).finally(() => server.kill('SIGKILL'));
  }
}

/** @type {readonly import('./project.js').Home[]} */
export const runtimes = programs.map(({ name, packages, command: [binary, ...args] }) => ({
  name,
  async check(place) {
    const project = makeProject(place, name.replace(' ', '-'), {
      packages,
      files: { 'read.mjs': READ, 'bars.csv': barsAsCsv() },
    });
    const command = [join(project, binary), ...args];
    checkAnswer(runIn(project, [...command, 'read.mjs']));
    const lines = runIn(project, [...command, BIN, 'read', ...PICTURES, '--format', 'jsonl'])
      .trim()
      .split('\n');
    checkAnswer(JSON.stringify(lines.map((line) => /** @type {{ text: string }} */ (JSON.parse(line)).text)));
    const options = ['--data', 'bars.csv', '--epochs', '1', '--threads', '2', '--json'];
    const trained = runIn(project, [...command, BIN, 'train', ...options], { NUMERIST_CACHE: join(project, 'cache') });
    if (JSON.parse(trained).epochs.length !== 1) throw new Error(`one epoch must be trained. Received ${trained}`);
    await checkServer(project, command);
    return runIn(project, [join(project, binary), '--version'])
      .trim()
      .split('\n')[0];
  },
}));
