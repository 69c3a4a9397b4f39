import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { mixMade } from '../../src/workflows/train/mixMade.js';
import { loadModel } from '../../src/node/models/loadModel.js';
import { makeViewsInTurns } from '../../src/workflows/makeViewsInTurns.js';
import { temporaryFolder } from '../support/datasetFixtures.js';
import { writeMadeIdx } from '../support/madeIdx.js';
import { mnistTraining } from '../support/mnistPictures.js';
import { type CommandResult, runCommand } from '../support/runCommand.js';

const folder = temporaryFolder();
const fonts = join(folder, 'fonts');
let data: string;
const train = (...args: string[]): Promise<CommandResult> =>
  runCommand(['train', ...args, '--threads', '1', '--skip-test', '--json'], { env: {} });

/** Four upright bars of a font that training may see, as ones. */
function writeFonts(): void {
  const [rows, side] = [4, 72];
  const images = new Uint8Array(16 + rows * side * side);
  const view = new DataView(images.buffer);
  [0x803, rows, side, side].forEach((value, i) => {
    view.setUint32(4 * i, value);
  });
  for (let row = 0; row < rows; row++) {
    for (let y = 20; y < 60; y++)
      images.fill(255, 16 + row * side * side + side * y + 34, 16 + row * side * side + side * y + 39);
  }
  mkdirSync(fonts);
  writeFileSync(join(fonts, 'digits-images-idx3-ubyte'), images);
  writeFileSync(join(fonts, 'digits-labels-idx1-ubyte'), Uint8Array.of(0, 0, 8, 1, 0, 0, 0, rows, 1, 1, 1, 1));
  writeFileSync(join(fonts, 'digits-fonts.txt'), 'caveat\n'.repeat(rows));
}

beforeAll(() => {
  process.env.NUMERIST_CACHE = join(folder, 'cache');
  data = writeMadeIdx(join(folder, 'data'), 300, 20);
  writeFonts();
});

describe('numerist train --made', () => {
  it('adds pictures on made paper, notes them, and resumes to the same bits without the fonts', async () => {
    const root = join(folder, 'runs');
    const common = ['--data', data, '--arch', 'small', '--batch', '50', '--engine', 'exact', '--seed', '4'];
    const made = ['--made', '0.4', '--forms', '0.5', '--fonts', fonts, '--font-share', '0.2', '--not-digits', '0.1'];
    const begin = async (name: string, epochs: string): Promise<string> => {
      const { code, stderr } = await train(...common, ...made, '--epochs', epochs, '--runs', root, '--name', name);
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      return join(root, readdirSync(root).find((run) => run.endsWith(name)) ?? '');
    };
    const [one, two] = [await begin('one', '1'), await begin('two', '2')];
    const { recipe, data: used } = JSON.parse(readFileSync(join(one, 'config.json'), 'utf8')) as {
      recipe: object;
      data: { trainImages: number; fonts: string };
    };
    expect(recipe).toMatchObject({ made: { share: 0.4, forms: 0.5, fonts: 0.2, notDigits: 0.12, seed: 4 } });
    expect(used.fonts).toMatch(/^[0-9a-f]{64}$/);
    const { trainingData } = loadModel(one).config;
    expect(trainingData?.made).toEqual({ n: Math.round(0.4 * used.trainImages), forms: 0.5, fonts: 0.2 });
    const resumed = await train('--resume', one, '--epochs', '2');
    expect(resumed.code).toBe(0);
    const weights = (run: string): Buffer => readFileSync(join(run, 'model', 'model.safetensors'));
    expect(weights(one)).toEqual(weights(two));
    const refused = await train('--resume', one, '--made', '1', '--fonts', fonts);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('leave out --made, --fonts');
  });

  it.each([
    [['--forms', '0.2'], '--forms needs --made'],
    [['--fonts', 'x'], '--fonts needs --made'],
    [['--made', '--font-share', '0.2'], '--font-share needs --fonts'],
    [['--made', '--forms', '0.9', '--fonts', 'x', '--font-share', '0.2'], 'at most 1 together. Received 1.1'],
    [['--made', '-1'], 'must be a number, at least 0 and below 11. Received -1'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await train('--data', data, ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('says what a folder of fonts must hold', async () => {
    const { code, stderr } = await train('--data', data, '--made', '--fonts', join(folder, 'nowhere'));
    expect(code).toBe(1);
    expect(stderr).toContain('nowhere: must be a folder with the digits of handwriting fonts');
  });
});

it('mixMade draws shapes from the training rows alone, and numbers its rows behind the others', async () => {
  const { inputs, labels } = mnistTraining(40);
  const source = {
    labels,
    length: 40,
    pipeline: 'normalised' as const,
    nameOf: (row: number) => `row ${row}`,
    readInputs(rows: ArrayLike<number>, out: Uint8Array) {
      Array.from(rows).forEach((row, i) => {
        out.set(inputs.subarray(784 * row, 784 * row + 784), 784 * i);
      });
    },
    trainRows: Uint32Array.of(0, 11),
  };
  expect([labels[0], labels[11]]).toEqual([5, 5]);
  const share = { share: 10, forms: 0, fonts: 0, notDigits: 0, seed: 1 };
  const makeViews = makeViewsInTurns(() => Promise.resolve());
  const mixed = await mixMade(makeViews, source, source.trainRows, share, null, {});
  expect(mixed.trainRows).toEqual(Uint32Array.from([0, 11, ...Array.from({ length: 20 }, (_, i) => 40 + i)]));
  expect(Array.from(mixed.labels.subarray(40))).toEqual(new Array(20).fill(5));
  expect([mixed.nameOf(3), mixed.nameOf(41)]).toEqual(['row 3', 'made: picture 1']);
  const out = new Uint8Array(2 * 784);
  mixed.readInputs([41, 3], out);
  expect(out.subarray(784)).toEqual(inputs.subarray(3 * 784, 4 * 784));
  expect(out.subarray(0, 784).some((value) => value > 0)).toBe(true);
});
