import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/build/graph.js', import.meta.url));
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('the graph of imports', () => {
  it('has only arrows down and no circles of files', () => {
    expect(checkGraph()).toMatchObject({ status: 0, offences: [] });
  });

  it('lists what each room imports', () => {
    const tree = makeTree({
      'src/errors.ts': '',
      'src/image/pixels.ts': `import { ImageError } from '../errors.js';`,
      'src/ink/crop.ts': `import type { Pixels } from '../image/pixels.js'; import '../errors.js';`,
    });
    expect(checkGraph(tree)).toEqual({
      status: 0,
      rooms: ['image -> errors', 'ink -> errors, image'],
      offences: [],
    });
  });

  it('may not have an arrow that goes up, whatever the import looks like', () => {
    const tree = makeTree({
      'src/numbers/cut.ts': '',
      'src/image/value.ts': `import { cut } from '../numbers/cut.js';`,
      'src/image/type.ts': `import type { Cut } from '../numbers/cut.js';`,
      'src/image/inline.ts': `export type Cut = import('../numbers/cut.js').Cut;`,
      'src/image/dynamic.ts': `export const load = () => import('../numbers/cut.js');`,
      'src/image/export.ts': `export { cut } from '../numbers/cut.js';`,
      'src/image/comment.ts': `// import { cut } from '../numbers/cut.js';`,
    });
    expect(checkGraph(tree)).toMatchObject({
      status: 1,
      offences: ['dynamic', 'export', 'inline', 'type', 'value'].map(
        (name) => `src/image/${name}.ts imports src/numbers/cut.ts: image is below numbers`,
      ),
    });
  });

  it('may not join rooms of one floor, or rooms that run in different places', () => {
    const tree = makeTree({
      'src/browser/page.ts': `import '../node/file.js';`,
      'src/node/file/read.ts': '',
      'src/node/file.ts': '',
      'web/main.tsx': `import '../src/node/file/read.js'; import './view.js'; export const text = <p>Don't import it</p>;`,
      'web/view.tsx': '',
    });
    expect(checkGraph(tree)).toMatchObject({
      status: 1,
      offences: [
        'src/browser/page.ts imports src/node/file.ts: browser and node are on the same floor',
        'src/node/file.ts: only index.ts belongs in the root of src/node',
        'web/main.tsx imports src/node/file/read.ts: web runs without node',
      ],
    });
  });

  it('may not have a circle of files', () => {
    const tree = makeTree({
      'src/ink/a.ts': `import type { B } from './b.js';`,
      'src/ink/b.ts': `import { c } from './c.js';`,
      'src/ink/c.ts': `import { a } from './a.js';`,
      'src/ink/d.ts': `import { a } from './a.js';`,
    });
    expect(checkGraph(tree)).toMatchObject({
      status: 1,
      offences: ['circle of files: src/ink/a.ts > src/ink/b.ts > src/ink/c.ts > src/ink/a.ts'],
    });
  });

  it('may not reach a platform, a missing file or a new room', () => {
    const tree = makeTree({
      'src/ink/a.ts': `import { readFileSync } from 'node:fs'; import { h } from 'preact'; import './b.js';`,
      'src/cellar/a.ts': '',
    });
    expect(checkGraph(tree)).toMatchObject({
      status: 1,
      offences: [
        'src/cellar/a.ts: scripts/build/graph/rooms.js has no room cellar',
        'src/ink/a.ts imports node:fs: ink does without it',
        'src/ink/a.ts imports preact: ink does without it',
        'src/ink/a.ts imports ./b.js: there is no such file',
      ],
    });
  });

  it('keeps tests and scripts apart', () => {
    const tree = makeTree({
      'bench/race.js': '',
      'scripts/build/site.js': `import '../../test/support/page.js';`,
      'src/errors.ts': '',
      'test/ink/crop.test.ts': `import '../../bench/race.js'; import '../../scripts/build/site.js'; import '../../src/errors.js';`,
      'test/package/benchRace.test.ts': `import '../../bench/race.js';`,
    });
    expect(checkGraph(tree)).toMatchObject({
      status: 1,
      offences: [
        'scripts/build/site.js imports ../../test/support/page.js: tests and scripts stay apart',
        'test/ink/crop.test.ts imports ../../bench/race.js: tests and scripts stay apart',
        'test/ink/crop.test.ts imports ../../scripts/build/site.js: tests and scripts stay apart',
      ],
    });
  });
});

/** A folder with the files of a small, made repository. */
function makeTree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'numerist-graph-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** What the script says about a folder, by default about this repository. */
function checkGraph(root?: string): { status: number | null; rooms: string[]; offences: string[] } {
  const args = root === undefined ? [] : ['--root', root];
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const lines = stdout.split('\n');
  return {
    status,
    rooms: lines.filter((line) => / -> /.test(line)),
    offences: lines.filter((line) => line.startsWith('FAILED ')).map((line) => line.slice('FAILED '.length)),
  };
}
