import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { VIEWS_VERSION, type ViewPlan, type Views, type ViewSources } from '../../generated/made/viewPlan.js';
import { inputLengthOf, pipelines } from '../../ink/pipelines.js';
import type { MakeViews } from '../../workflows/makeViewsInTurns.js';
import { writeAtomically } from '../files/writeAtomically.js';
import { defaultCacheFolder, makeCacheFolder } from './cacheFolder.js';

/** Plans whose pictures are kept; those not used for longest are removed. */
const KEPT = 24;
/** Fewer pictures are made as quickly as they are read. */
const LEAST = 256;

/**
 * The pictures of a plan, made by `make` or read from the cache folder, where they are kept under a
 * hash of the plan, of the sources and of the versions. Without a folder that can be written, they
 * are made each time.
 */
export function cachedViews(make: MakeViews, cacheFolder = defaultCacheFolder()): MakeViews {
  return async (plan, sources, options) => {
    if (plan.count < LEAST) return make(plan, sources, options);
    const folder = join(cacheFolder, 'made');
    const file = join(folder, `${keyOf(plan, sources)}.views`);
    const stored = readViews(file, plan);
    if (stored !== null) return stored;
    const views = await make(plan, sources, options);
    try {
      makeCacheFolder(folder);
      writeAtomically(file, Buffer.concat([views.labels, views.found, views.inputs]));
      removeOldest(folder);
    } catch (error) {
      process.emitWarning(
        `${String(error)}. The pictures are made for this run only; NUMERIST_CACHE names another folder.`,
      );
    }
    return views;
  };
}

function keyOf(plan: ViewPlan, { people, fonts }: ViewSources): string {
  const hash = createHash('sha256').update(
    JSON.stringify([plan, VIEWS_VERSION, pipelines[plan.pipeline].version, fonts?.side ?? 0]),
  );
  for (const array of [people.inputs, people.labels, fonts?.inputs, fonts?.labels]) {
    hash.update(`:${array?.length ?? 0}:`).update(array ?? '');
  }
  return hash.digest('hex').slice(0, 32);
}

function readViews(file: string, { count, pipeline }: ViewPlan): Views | null {
  if (!existsSync(file)) return null;
  const bytes = readFileSync(file);
  if (bytes.length !== count * (2 + inputLengthOf(pipeline))) return null;
  const now = new Date();
  utimesSync(file, now, now);
  const [labels, found] = [bytes.subarray(0, count), bytes.subarray(count, 2 * count)];
  return { labels, found, inputs: bytes.subarray(2 * count) };
}

function removeOldest(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.views'))
    .map((name) => ({ path: join(folder, name), used: statSync(join(folder, name)).mtimeMs }));
  files.sort((a, b) => b.used - a.used);
  for (const { path } of files.slice(KEPT)) rmSync(path, { force: true });
}
