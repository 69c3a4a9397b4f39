// @ts-check
import { writeFileSync } from 'node:fs';
import { barChart } from './barChart.js';
import { formatMeasured } from './formatMeasured.js';

const RESULTS = new URL('../RESULTS.md', import.meta.url);
const CHART = new URL('../results.svg', import.meta.url);

/**
 * Writes bench/RESULTS.md and the chart in it, bench/results.svg.
 *
 * @param {object} run
 * @param {readonly string[]} run.box
 * @param {import('../installed.js').Installed} run.installed
 * @param {readonly import('../works/work.js').Measured[]} run.measured
 */
export function writeResults({ box, installed, measured }) {
  const charted = measured.filter(({ work }) => /^(training|inference) \(/.test(work));
  if (charted.length > 0) writeFileSync(CHART, barChart(charted));
  const chart = charted.length > 0 ? '![Training and inference beside the peers](results.svg)\n\n' : '';
  const text = `# Results

Written by \`node bench/run.js --write\`; what is measured, and how, is in [README.md](README.md).

${[...box, versions(installed), missing(installed)].join('\n')}

${chart}${formatMeasured(measured)}
`;
  writeFileSync(RESULTS, text);
}

/** @param {import('../installed.js').Installed} installed */
function versions({ nodes, packages, modules }) {
  const found = [
    ...nodes.map(({ version }) => `Node ${version}`),
    ...Object.entries(packages).map(([name, version]) => version && `${name} ${version}`),
    ...Object.entries(modules).map(([name, module]) => module && `${name} ${module.version}`),
  ];
  return `- Versions: ${found.filter(Boolean).join(', ')}`;
}

/** @param {import('../installed.js').Installed} installed */
function missing({ missing: lines }) {
  return `- Missing: ${lines.length === 0 ? 'nothing' : lines.join('; ')}`;
}
