// npm run bench:app [-- visit drawing training teaching]: the web app's speed in Debian's Chromium
// on this machine. Needs the site (npm run build:site). This is not a test: timings depend on the
// machine and its load, so the load is printed with them.
import { cpus, loadavg } from 'node:os';

import { chromium } from 'playwright-core';

import { readOptions, refuse } from '../options.js';
import { createServer } from '../../dist/server/index.js';
import { drawingFrames } from './app/drawingFrames.js';
import { firstVisit } from './app/firstVisit.js';
import { teachingTime } from './app/teachingTime.js';
import { trainInNode, trainInTab } from './app/trainingRates.js';

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
/** Training in the tab and in Node takes turns, so that other work on the machine affects both. */
const ROUNDS = 3;
const PARTS = { visit: printVisit, drawing: printDrawing, training: printTraining, teaching: printTeaching };
const { positionals: chosen } = readOptions(import.meta.url, { allowPositionals: true });
const unknown = chosen.find((name) => !(name in PARTS));
if (unknown !== undefined)
  refuse(import.meta.url, `parts must be among ${Object.keys(PARTS).join(', ')}. Received ${unknown}`);

const server = createServer({ site: 'site' });
const address = await server.listen({ port: 0, host: '127.0.0.1' });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${cpus()[0].model.trim()}, ${cpus().length} cores, ${browser.version()}`,
);
try {
  for (const [name, print] of Object.entries(PARTS)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    await print();
    console.log(`  (load average ${loadavg()[0].toFixed(1)})`);
  }
} finally {
  await browser.close();
  await server.close();
}

async function printVisit() {
  const visits = [];
  for (let i = 0; i < 5; i++) visits.push(await firstVisit(browser, address));
  const answered = visits.map((visit) => visit.answered).sort((a, b) => a - b);
  console.log(`first visit: ${visits[0].kilobytes.toFixed(0)} kB transferred (goal 400)`);
  console.log(`  first answer ${answered.map((ms) => ms.toFixed(0)).join(', ')} ms after navigation (goal 1000)`);
  console.log(`  layout shift ${Math.max(...visits.map(({ shift }) => shift)).toFixed(4)} (goal 0)`);
}

async function printDrawing() {
  /** @type {[name: string, options: import('playwright-core').BrowserContextOptions | undefined][]} */
  const devices = [
    ['laptop', undefined],
    ['phone, 2 pixels per point', PHONE],
  ];
  for (const [name, options] of devices) {
    const { frames, drawn, dropped, readings, took, way, slowWay } = await drawingFrames(browser, address, options);
    console.log(
      `drawing, ${name}: ${frames.toFixed(1)} frames/s (goal 60), ${drawn.toFixed(1)} of them with a new drawing or answer,`,
    );
    console.log(
      `  ${dropped.toFixed(1)} dropped per second; ${readings.toFixed(1)} answers/s, reading ${took.toFixed(1)} ms, to the`,
    );
    console.log(`  worker and back ${way.toFixed(1)} ms, 95 % within ${slowWay.toFixed(1)} ms`);
  }
}

async function printTraining() {
  for (let round = 0; round < ROUNDS; round++) {
    const tab = await trainInTab(browser, address);
    const node = await trainInNode(tab.threads);
    const share = (100 * tab.imagesPerSecond) / node.imagesPerSecond;
    const rates = [tab, node].map(({ imagesPerSecond }) => Math.round(imagesPerSecond).toLocaleString('en'));
    console.log(
      `training, ${tab.threads} threads, exact: ${rates[0]} images/s in the tab, ${rates[1]} in Node: ${share.toFixed(0)} % (goal 70)`,
    );
    console.log(`  ${tab.result}`);
  }
}

async function printTeaching() {
  const { rows, said } = await teachingTime(browser, address);
  console.log(`teaching with 30 drawings: ${said} (goal 10 s)`);
  for (const row of rows) console.log(`  ${row}`);
}
