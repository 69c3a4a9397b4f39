import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { makeViews } from '../../src/generated/made/makeViews.js';
import { roomForViews, type ViewPlan } from '../../src/generated/made/viewPlan.js';
import { cachedViews } from '../../src/node/datasets/viewCache.js';
import { viewThreads } from '../../src/node/threads/viewThreads.js';
import { makeViewsInTurns, type MakeViews } from '../../src/workflows/makeViewsInTurns.js';
import { temporaryFolder } from '../support/datasetFixtures.js';
import { mnistTraining } from '../support/mnistPictures.js';

const people = mnistTraining(50);
const plan: ViewPlan = {
  count: 300,
  pipeline: 'normalised',
  seed: 2,
  domain: 'filled',
  forms: 0,
  formSet: 'training',
  fonts: 0,
  notDigits: 0,
  foundOnly: true,
};

function counted(): { make: MakeViews; calls: () => number } {
  const make = vi.fn(makeViewsInTurns(() => Promise.resolve()));
  return { make, calls: () => make.mock.calls.length };
}

describe('cachedViews', () => {
  it('makes the pictures of a plan once, and others for another plan or other sources', async () => {
    const folder = join(temporaryFolder(), 'cache');
    const { make, calls } = counted();
    const views = cachedViews(make, folder);
    const first = await views(plan, { people });
    const again = await views(plan, { people });
    expect(calls()).toBe(1);
    expect(Buffer.compare(first.inputs, again.inputs)).toBe(0);
    expect(Buffer.compare(first.labels, again.labels)).toBe(0);
    await views({ ...plan, seed: 3 }, { people });
    await views(plan, { people: { ...people, labels: people.labels.map((label) => (label + 1) % 10) } });
    expect(calls()).toBe(3);
    expect(readdirSync(join(folder, 'made'))).toHaveLength(3);
  });

  it('makes them again where the file is damaged, and each time where there is no folder', async () => {
    const folder = temporaryFolder();
    const { make, calls } = counted();
    await cachedViews(make, folder)(plan, { people });
    const [file] = readdirSync(join(folder, 'made'));
    const whole = readFileSync(join(folder, 'made', file));
    truncateSync(join(folder, 'made', file), 1000);
    await cachedViews(make, folder)(plan, { people });
    expect(calls()).toBe(2);
    expect(readFileSync(join(folder, 'made', file))).toEqual(whole);

    const blocked = join(folder, 'blocked');
    writeFileSync(blocked, '');
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    await cachedViews(make, blocked)(plan, { people });
    await cachedViews(make, blocked)(plan, { people });
    expect(calls()).toBe(4);
    expect(String(warned.mock.calls[0][0])).toMatch(/NUMERIST_CACHE names another folder/);
    warned.mockRestore();
  });

  it('keeps few pictures out of the cache, and removes plans that were not used for long', async () => {
    const folder = join(temporaryFolder(), 'few');
    const { make } = counted();
    await cachedViews(make, folder)({ ...plan, count: 10 }, { people });
    expect(existsSync(folder)).toBe(false);
    mkdirSync(join(folder, 'made'), { recursive: true });
    for (let n = 0; n < 30; n++) writeFileSync(join(folder, 'made', `${n}.views`), '');
    await cachedViews(make, folder)(plan, { people });
    const kept = readdirSync(join(folder, 'made'));
    expect(kept).toHaveLength(24);
    expect(kept.some((name) => name.length > 20)).toBe(true);
  });
});

describe('views', () => {
  it('do not depend on who makes them, and stop when asked', async () => {
    const built = await import('../../dist/node/threads/viewThreads.js');
    const mixed = { ...plan, count: 130, forms: 0.5, notDigits: 0.2 };
    const alone = await viewThreads(1)(mixed, { people });
    const seen: number[] = [];
    const three = await built.viewThreads(3)(mixed, { people }, { onProgress: (done) => seen.push(done) });
    expect(Buffer.compare(three.inputs, alone.inputs)).toBe(0);
    expect(Buffer.compare(three.labels, alone.labels)).toBe(0);
    expect(seen.at(-1)).toBe(130);
    const part = roomForViews(mixed);
    makeViews(mixed, { people }, part, 100, 130);
    expect(Buffer.compare(part.inputs.subarray(784 * 100), alone.inputs.subarray(784 * 100))).toBe(0);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(viewThreads(1)(mixed, { people }, { signal })).rejects.toThrow('enough');
    await expect(makeViewsInTurns(() => Promise.resolve())(mixed, { people }, { signal })).rejects.toThrow('enough');
  });
});
