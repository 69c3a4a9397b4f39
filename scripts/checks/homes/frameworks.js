import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

import { checkAnswer, DIGITS, makeProject, PICTURES, versionsOf } from './project.js';
import { runIn } from './runIn.js';

const PACKAGES = ['next', 'react', 'react-dom'];
const FILES = {
  'app/layout.js': `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
`,
  'app/api/read/route.js': `import { read } from 'numerist/node';
export async function POST(request) {
  return Response.json(await read(await request.arrayBuffer()));
}
`,
  'app/page.js': `import { read } from 'numerist/node';
export const dynamic = 'force-dynamic';
export default async function Page() {
  const readings = await Promise.all(process.env.PICTURES.split(',').map((path) => read(path)));
  return <p>{readings.map(({ text }) => text).join('-')}</p>;
}
`,
};

/**
 * Asks the route handler for each picture, and the page of the server component.
 *
 * @param {string} address
 */
async function checkPages(address) {
  const texts = [];
  for (const path of PICTURES) {
    const answer = await fetch(`${address}/api/read`, { method: 'POST', body: readFileSync(path) });
    if (!answer.ok)
      throw new Error(`the route handler answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
    texts.push(/** @type {{ text: string }} */ (await answer.json()).text);
  }
  checkAnswer(JSON.stringify(texts));
  const page = await (await fetch(address)).text();
  if (!page.includes(`<p>${DIGITS.join('-')}</p>`))
    throw new Error(`the server component must show ${DIGITS.join('-')}. Received:\n${page.slice(0, 500)}`);
}

/**
 * Runs `next` with `args`, and `use` once it listens.
 *
 * @param {string} project
 * @param {readonly string[]} args
 */
async function whileServing(project, args) {
  const server = spawn(process.execPath, [join(project, 'node_modules/next/dist/bin/next'), ...args, '--port', '0'], {
    cwd: project,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', PICTURES: PICTURES.join() },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  try {
    let address = '';
    for await (const line of createInterface(server.stdout)) {
      address ||= /Local:\s+(http:\S+)/.exec(line)?.[1] ?? '';
      if (/Ready in/.test(line)) break;
    }
    if (address === '') throw new Error(`next ${args.join(' ')} must listen. It ended.`);
    server.stdout.resume();
    await checkPages(address);
  } finally {
    server.kill();
    await Promise.race([ended, wait(10_000).then(() => server.kill('SIGKILL'))]);
  }
}

/**
 * The built program is served while the package is out of reach, so it holds what it needs.
 *
 * @type {readonly import('./project.js').Home[]}
 */
export const frameworks = ['turbopack', 'webpack'].flatMap((bundler) => {
  /** @param {import('./project.js').Place} place */
  const open = (place) => {
    const project = makeProject(place, 'next', { packages: PACKAGES, files: FILES });
    rmSync(join(project, '.next'), { recursive: true, force: true });
    return project;
  };
  return [
    {
      name: `next build, ${bundler}`,
      async check(place) {
        const project = open(place);
        runIn(project, ['npx', '--no-install', 'next', 'build', `--${bundler}`]);
        const installed = join(project, 'node_modules/numerist');
        renameSync(installed, `${installed}-away`);
        try {
          await whileServing(project, ['start']);
        } finally {
          renameSync(`${installed}-away`, installed);
        }
        return versionsOf(project, PACKAGES);
      },
    },
    {
      name: `next dev, ${bundler}`,
      async check(place) {
        const project = open(place);
        await whileServing(project, ['dev', `--${bundler}`]);
        return versionsOf(project, PACKAGES);
      },
    },
  ];
});
