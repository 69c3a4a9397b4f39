import type { RunFiles, RunStore } from '../../src/workflows/train/runStore.js';
import { get, getAllKeys, putAll, removeAll } from './database.js';

/** The name of the stored run: a browser stores one run at a time. */
export const LAST_RUN = 'last';
const SHOWN = 'shown';

const keyOf = (name: string): string => `${LAST_RUN}/${name}`;

/**
 * Stores the run of this browser. `shown` returns what the page shows of the run; it is stored in
 * the same transaction as the files, so that the two always match.
 */
export function browserRuns(shown: () => unknown): RunStore {
  const put = (files: ReadonlyMap<string, string | Uint8Array>, prefix = ''): Promise<void> =>
    putAll('runs', [
      ...[...files].map(([name, data]) => [keyOf(`${prefix}${name}`), data] as const),
      [keyOf(SHOWN), shown()],
    ]);
  const open = (path: string): RunFiles => ({
    path,
    async read(name) {
      const data = await get<string | Uint8Array>('runs', keyOf(name));
      if (data === undefined) return null;
      return typeof data === 'string' ? new TextEncoder().encode(data) : data;
    },
    write: (files) => put(files),
    replaceFolder: (folder, files) => put(files, `${folder}/`),
  });
  return {
    async create(_, files) {
      await forgetRun();
      await put(files);
      return open(LAST_RUN);
    },
    open,
  };
}

/** What the page showed of the stored run, or undefined if there is none. */
export function shownRun<Shown>(): Promise<Shown | undefined> {
  return get<Shown>('runs', keyOf(SHOWN));
}

export async function forgetRun(): Promise<void> {
  const keys = await getAllKeys('runs');
  await removeAll('runs', keys);
}
