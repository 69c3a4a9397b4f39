import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/build/checkText.js', import.meta.url));
const LONG = `${'word '.repeat(20)}word.`;

describe('the check of texts', () => {
  it('finds long lines of comments, but not of code and strings', () => {
    const text = [
      `// ${LONG}`,
      `export const a = '// ${LONG}'; // ${LONG}`,
      `/** @type {${LONG}} */`,
      '/**',
      ` * ${LONG}`,
      ' */',
      `export const b = \`\n// ${LONG}\n\`;`,
    ];
    expect(check({ 'src/a.ts': text.join('\n') })).toEqual([
      'src/a.ts:1: 108 columns, at most 100',
      'src/a.ts:5: 108 columns, at most 100',
    ]);
  });

  it('finds long lines of prose, but not of code, tables, headings and addresses', () => {
    const text = [
      LONG,
      '```',
      LONG,
      '```',
      `# ${LONG}`,
      `| ${LONG} |`,
      `A [link](https://example.org/${'x'.repeat(100)}) here.`,
      `- ${LONG}`,
    ];
    expect(check({ 'README.md': text.join('\n'), 'CHANGELOG.md': LONG })).toEqual([
      'README.md:1: 105 columns, at most 100',
      'README.md:8: 107 columns, at most 100',
    ]);
  });

  it('finds wordings to avoid, also across lines', () => {
    const words = ['in', 'hand'];
    expect(check({ 'src/a.ts': `/**\n * The page ${words.join('\n * ')}.\n */\n// In handwriting.\n` })).toEqual([
      `src/a.ts:2: avoid "${words.join(' ')}"`,
    ]);
  });
});

/** The offences that the script finds in a folder with these files. */
function check(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'numerist-text-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { status, stdout } = spawnSync(process.execPath, [SCRIPT, '--root', root], { encoding: 'utf8' });
  rmSync(root, { recursive: true });
  expect(status).toBe(1);
  const lines = stdout.split('\n').filter((line) => line.startsWith('FAILED '));
  return lines.map((line) => line.slice('FAILED '.length));
}
