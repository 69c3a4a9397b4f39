import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkData } from '../../src/workflows/audit/checkData.js';
import { readSourcePictures } from '../../src/node/datasets/readSourcePictures.js';
import { nodePlatform } from '../../src/node/threads/nodePlatform.js';
import { loadModel } from '../../src/node/models/loadModel.js';
import { asFiles, draw, encodePng, openFresh, temporaryFolder, writeFiles } from '../support/datasetFixtures.js';

describe('checkData', () => {
  it('runs every check on a data set, reports progress, and stops when aborted', async () => {
    // Drawings of nine digits; one of each has a new label, one is blank.
    const drawings = draw([0, 1, 2, 3, 4, 5, 6, 7, 8], 8);
    const wrong = drawings.map((drawing, n) => (n === 20 ? { ...drawing, label: 7 } : drawing));
    const files = { ...asFiles(wrong), '1/blank.png': encodePng(new Uint8Array(784)) };
    const dataset = await openFresh(writeFiles(join(temporaryFolder(), 'data'), files), { pipeline: 'normalised' });
    const stages = new Map<string, number>();
    const findings = await checkData(nodePlatform(1), dataset, readSourcePictures, {
      labelErrors: true,
      folds: 2,
      epochs: 60,
      model: loadModel('models/classic'),
      onProgress: (what, done, of) => stages.set(what, done / of),
    });
    expect(findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['missing-class', 'blank', 'label-error']));
    const named = findings.map(({ kind, indices }) => [kind, Array.from(indices, (row) => dataset.nameOf(row))]);
    expect(Object.fromEntries(named)).toMatchObject({ blank: ['1/blank.png'] });
    expect((Object.fromEntries(named) as Record<string, string[]>)['label-error']).toContain('7/20.png');
    expect([...stages.keys()]).toContain('training for label errors');
    expect(stages.get('training for label errors')).toBe(1);

    const signal = AbortSignal.abort(new Error('stopped.'));
    await expect(checkData(nodePlatform(1), dataset, readSourcePictures, { signal })).rejects.toThrow('stopped.');
  });
});
