import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { architectures } from '../../src/network/architecture.js';
import { formatLayerTable } from '../../src/network/formatLayerTable.js';
import { layerTable } from '../../src/network/layerTable.js';
import { saveModel } from '../../src/node/index.js';
import { temporaryFolder } from '../support/datasetFixtures.js';
import { makeModel } from '../support/madeModel.js';
import { runCommand } from '../support/runCommand.js';

const run = join(temporaryFolder(), 'run');
const model = join(run, 'model');
saveModel(model, makeModel({ temperature: 1.5 }));

describe('the layer table', () => {
  it('describes the classic network, as worked out by hand', () => {
    const { layers, ...totals } = layerTable(architectures.classic);
    expect(
      layers.filter(({ parameters }) => parameters > 0).map((row) => [row.name, row.parameters, row.multiplyAdds]),
    ).toEqual([
      ['0.conv2d', 1 * 9 * 64 + 64, 28 * 28 * 64 * 9],
      ['3.conv2d', 64 * 9 * 32 + 32, 14 * 14 * 32 * 9 * 64],
      ['6.conv2d', 32 * 9 * 16 + 16, 7 * 7 * 16 * 9 * 32],
      ['9.conv2d', 16 * 9 * 64 + 64, 3 * 3 * 64 * 9 * 16],
      ['13.dense', 64 * 64 + 64, 64 * 64],
      ['15.dense', 64 * 10 + 10, 64 * 10],
    ]);
    expect(totals).toEqual({ trainable: 37818, nonTrainable: 0, multiplyAdds: 4377728 });
    expect(layers[11]).toEqual({
      name: '11.maxPool2d',
      type: 'MaxPooling2D',
      output: [1, 1, 64],
      parameters: 0,
      multiplyAdds: 0,
    });
  });

  it("counts batch normalisation's running statistics as not trainable, and prints as Keras does", () => {
    const table = layerTable({
      name: 'tiny',
      input: [28, 28, 1],
      layers: [{ type: 'conv2d', filters: 4, size: 3 }, { type: 'batchNorm' }],
    });
    expect(formatLayerTable('tiny', table)).toBe(
      [
        'Model: "tiny"',
        '┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━┓',
        '┃ Layer (type)                     ┃ Output Shape      ┃ Param # ┃',
        '┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━┩',
        '│ 0.conv2d (Conv2D)                │ (None, 28, 28, 4) │      40 │',
        '├──────────────────────────────────┼───────────────────┼─────────┤',
        '│ 1.batchNorm (BatchNormalization) │ (None, 28, 28, 4) │      16 │',
        '└──────────────────────────────────┴───────────────────┴─────────┘',
        ' Total params: 56 (224.00 B)',
        ' Trainable params: 48 (192.00 B)',
        ' Non-trainable params: 8 (32.00 B)',
        ' Multiply-adds per image: 31,360',
      ].join('\n'),
    );
  });
});

describe('numerist inspect', () => {
  it('shows an architecture', async () => {
    const { code, stdout } = await runCommand(['inspect', 'classic']);
    expect(code).toBe(0);
    expect(stdout).toBe(`${formatLayerTable('classic', layerTable(architectures.classic))}\n`);
  });

  it.each([
    ['model folder', model],
    ['run folder', run],
    ['weights file', join(model, 'model.safetensors')],
  ])('shows a %s', async (_, path) => {
    const { code, stdout } = await runCommand(['inspect', path]);
    expect(code).toBe(0);
    expect(stdout).toContain(' Total params: 37,818 (147.73 KB)');
    expect(stdout).toMatch(/^Preprocessing +normalised, version 2$/m);
    expect(stdout).toMatch(/^Temperature +1\.5$/m);
    expect(stdout).toMatch(/^Trained on +54,000 images of mnist$/m);
    expect(stdout).toMatch(/^val_accuracy +0\.5$/m);
  });

  it('prints one object and nothing else with --json', async () => {
    const { stdout, stderr } = await runCommand(['inspect', model, '--json']);
    const shown = JSON.parse(stdout) as Record<string, unknown>;
    const { architecture, ...config } = makeModel({ temperature: 1.5 }).config;
    expect(shown).toEqual({ architecture, ...layerTable(architecture), model: config });
    expect(stderr).toBe('');
    const named = JSON.parse((await runCommand(['inspect', 'classic', '--json'])).stdout) as Record<string, unknown>;
    expect(named).toEqual({ ...shown, model: null });
  });

  it('lists architectures and models without a name', async () => {
    const listing = JSON.parse((await runCommand(['inspect', '--json'])).stdout) as Record<string, unknown[]>;
    expect(listing.architectures).toContainEqual({ name: 'classic', parameters: 37818, multiplyAdds: 4377728 });
    expect(listing.models).toBeInstanceOf(Array);
    expect((await runCommand(['inspect'])).stdout).toMatch(/^classic +37,818 +4,377,728$/m);
  });

  it('refuses an unknown name', async () => {
    expect(await runCommand(['inspect', 'toString'])).toEqual({
      code: 2,
      stdout: '',
      stderr: `numerist: inspect: must be an architecture (${Object.keys(architectures).join(', ')}) or the path of a model. Received toString.\n`,
    });
    expect((await runCommand(['inspect', temporaryFolder()])).stderr).toMatch(
      /^numerist: model must be a folder with a model/,
    );
  });
});
