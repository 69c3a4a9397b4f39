import { readFileSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { findInstalled } from '../../bench/installed.js';
import { makeFolder } from '../../bench/made/madeFolder.js';
import { madeTensors } from '../../bench/made/madeTensors.js';
import { describeNetwork, SHIPPED, shippedArchitectures } from '../../bench/made/networks.js';
import { onnxFile } from '../../bench/made/onnxFile.js';
import { disagreement } from '../../bench/race/disagreement.js';
import { onnxruntime } from '../../bench/works/inference.js';
import { expectedOutputs, numeristContenders } from '../../bench/works/numerist.js';
import { share } from '../../bench/works/peak.js';
import { keras, pytorch } from '../../bench/works/training.js';
import { workName } from '../../bench/works/work.js';
import { works } from '../../bench/works/works.js';
import type { Architecture } from '../../src/network/architecture.js';
import { layerTypes } from '../../src/network/layers/layerDefinitions.js';
import { shapesOf } from '../../src/network/shapes.js';
import { readProtobuf, type Message } from '../support/readProtobuf.js';

/**
 * Every type of layer is in one of these two. Sizes differ from each other, and pooling rounds
 * down.
 */
const flat: Architecture = {
  name: 'flat',
  input: [28, 28, 1],
  layers: [
    { type: 'conv2d', filters: 8, size: 3 },
    { type: 'batchNorm' },
    { type: 'relu' },
    { type: 'maxPool2d' },
    { type: 'conv2d', filters: 12, size: 1 },
    { type: 'batchNorm' },
    { type: 'relu' },
    { type: 'maxPool2d' },
    { type: 'maxPool2d' },
    { type: 'flatten' },
    { type: 'dropout', rate: 0.5 },
    { type: 'dense', units: 20 },
    { type: 'relu' },
    { type: 'dense', units: 11 },
  ],
};
const pooled: Architecture = {
  name: 'pooled',
  input: [28, 28, 1],
  layers: [
    { type: 'conv2d', filters: 8, size: 3 },
    { type: 'relu' },
    { type: 'maxPool2d' },
    { type: 'batchNorm' },
    { type: 'globalAveragePool' },
    { type: 'dense', units: 11 },
  ],
};

const installed = findInstalled();
const folder = makeFolder({ flat, pooled });
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A work in which ours reached `value`. */
function measuredAs(work: string, value: number): Parameters<typeof share>[0]['measured'][number] {
  const [contender] = numeristContenders(
    { installed, folder, rounds: 1, quick: true, threads: 2, measured: [], say: () => undefined },
    { network: 'classic', work: 'inference', batch: 256, threads: 2 },
  );
  return { work, rows: [], results: [{ contender, values: [value], failure: null }] };
}

/** Additions and multiplications for an image. */
function operations(architecture: Architecture): number {
  return 2 * shapesOf(architecture).reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);
}

describe('the networks of the bench', () => {
  it('are those of the shipped model files', () => {
    const shipped = shippedArchitectures();
    expect(Object.keys(shipped)).toEqual(['classic', 'standard', 'small']);
    for (const [name, architecture] of Object.entries(shipped)) {
      const config = JSON.parse(readFileSync(`models/${name}/config.json`, 'utf8')) as { architecture: Architecture };
      expect(architecture).toEqual(config.architecture);
    }
  });

  it('are all trained and read with', () => {
    for (const work of ['training', 'inference', 'latency']) {
      const names = SHIPPED.map((network) => (network === 'classic' ? work : `${work}-${network}`));
      expect(Object.keys(works).filter((name) => name.startsWith(work))).toEqual(names);
    }
    expect(workName('one image', 'classic', 'ms')).toBe('one image (ms)');
    expect(workName('one image', 'small', 'ms')).toBe('one image of small (ms)');
  });

  it('do not lend their speed to the share of the classic one', async () => {
    const context = { installed, folder, rounds: 1, quick: true, threads: 2, say: () => undefined };
    const peak = measuredAs('peak of one thread (GFLOP/s)', 50);
    const standard = measuredAs('inference of standard (images/s)', 9000);
    expect(await share({ ...context, measured: [peak, standard] })).toEqual([]);
    const [found] = await share({ ...context, measured: [peak, standard, measuredAs('inference (images/s)', 20_000)] });
    expect(found.rows[0].ours).toBeCloseTo((20_000 * operations(shippedArchitectures().classic)) / (2 * 50e9), 10);
  });

  it('are described with shapes and tensors, and without dropout', () => {
    const { architecture, batchNormEpsilon, layers } = describeNetwork(flat);
    expect(layers.map(({ type }) => type)).toEqual(architecture.layers.map(({ type }) => type));
    expect(layers.map(({ type }) => type)).not.toContain('dropout');
    expect(batchNormEpsilon).toBe(1e-5);
    expect(layers[4]).toEqual({
      ...{ type: 'conv2d', filters: 12, size: 1, input: [14, 14, 8], output: [14, 14, 12] },
      parameters: ['4.conv2d.weight', '4.conv2d.bias'],
    });
  });

  it('get seeded tensors, no vector like another and no variance near 0', () => {
    const tensors = madeTensors(flat);
    expect(tensors.map(({ values }) => values)).toEqual(madeTensors(flat).map(({ values }) => values));
    expect(new Set(tensors.map(({ values }) => values[0])).size).toBe(tensors.length);
    const variances = tensors.filter(({ name }) => name.endsWith('variance')).flatMap(({ values }) => [...values]);
    expect(variances).toHaveLength(20);
    expect(Math.min(...variances)).toBeGreaterThan(0.04);
  });

  it('have every type of layer that there is', () => {
    const types = [...flat.layers, ...pooled.layers].map(({ type }) => type);
    expect([...new Set(types)].toSorted()).toEqual(layerTypes.toSorted());
  });
});

describe('onnxFile', () => {
  const file = (architecture: Architecture): { graph: Message; nodes: Message[] } => {
    const network = describeNetwork(architecture);
    const graph = readProtobuf(readProtobuf(onnxFile(network, madeTensors(network.architecture))).bytes(7)[0]);
    return { graph, nodes: graph.bytes(1).map(readProtobuf) };
  };

  it('has one operation after the other, from input to logits', () => {
    const { nodes } = file(pooled);
    expect(nodes.map((node) => [node.texts(4)[0], node.texts(1), node.texts(2)[0]])).toEqual([
      ['Conv', ['input', '0.conv2d.weight', '0.conv2d.bias'], 'value0'],
      ['Relu', ['value0'], 'value1'],
      ['MaxPool', ['value1'], 'value2'],
      [
        'BatchNormalization',
        ['value2', ...['weight', 'bias', 'mean', 'variance'].map((of) => `3.batchNorm.${of}`)],
        'value3',
      ],
      ['GlobalAveragePool', ['value3'], 'value4'],
      ['Flatten', ['value4'], 'value5'],
      ['Gemm', ['value5', '5.dense.weight', '5.dense.bias'], 'logits'],
    ]);
    const [epsilon] = nodes[3].bytes(5).map(readProtobuf);
    expect([epsilon.texts(1)[0], epsilon.floats(2)[0]]).toEqual(['epsilon', Math.fround(1e-5)]);
  });

  it('turns the dense weights behind a flatten, and no others', () => {
    const tensors = new Map(
      file(flat)
        .graph.bytes(5)
        .map((bytes) => [readProtobuf(bytes).texts(8)[0], readProtobuf(bytes)]),
    );
    const values = (name: string): number[] => {
      const raw = tensors.get(name)?.bytes(9)[0] ?? new Uint8Array();
      return [...new Float32Array(raw.slice().buffer)];
    };
    const made = new Map(
      madeTensors(describeNetwork(flat).architecture).map(({ name, values: own }) => [name, [...own]]),
    );
    // A map of [3, 3, 12]: cell 5 of channel 7 is ours at 5 * 12 + 7, and theirs at 7 * 9 + 5.
    expect(values('10.dense.weight')[7 * 9 + 5]).toBe(made.get('10.dense.weight')?.[5 * 12 + 7]);
    expect(values('12.dense.weight')).toEqual(made.get('12.dense.weight'));
  });

  it('refuses a layer that it does not know', () => {
    const network = describeNetwork(pooled);
    const layers = network.layers.map((layer) => ({ ...layer, type: layer.type === 'relu' ? 'gelu' : layer.type }));
    expect(() => onnxFile({ ...network, layers }, [])).toThrow(/must be one of conv2d, .*\. Received gelu\./);
  });
});

// Peers that are not installed are left out, as in the bench itself.
describe('every contender computes what our exact variant computes', () => {
  const context = { installed, folder, rounds: 1, quick: true, threads: 1, measured: [], say: () => undefined };
  for (const line of installed.missing) console.log(`skipped: ${line}`);

  it.each(['flat', 'pooled'])('logits of %s', async (network) => {
    const contenders = [
      ...exact({ network, work: 'latency', batch: 32, threads: 1 }),
      ...onnxruntime(context, network, 'inference', 32, [1]),
      ...pytorch(context, network, 'inference', 32),
      ...keras(context, network, 'inference', 32).slice(0, 1),
    ];
    expect(await disagreements(contenders, expectedOutputs(context, network, false))).toEqual([]);
  });

  it('losses of steps with batch normalisation', async () => {
    const contenders = [
      ...exact({ network: 'flat', work: 'training', batch: 32, threads: 1 }),
      ...pytorch(context, 'flat', 'training', 32),
      ...keras(context, 'flat', 'training', 32).slice(0, 1),
    ];
    expect(await disagreements(contenders, expectedOutputs(context, 'flat', true))).toEqual([]);
  });

  /** Not every machine has the other variants. */
  function exact(config: Parameters<typeof numeristContenders>[1]): ReturnType<typeof numeristContenders> {
    return numeristContenders(context, config).filter(({ variant }) => variant === 'exact');
  }

  async function disagreements(
    contenders: ReturnType<typeof pytorch>,
    expected: ReturnType<typeof expectedOutputs>,
  ): Promise<string[]> {
    const found: string[] = [];
    for (const contender of contenders) {
      const opened = await contender.open();
      const wanted = await expected(contender);
      // Logits near 0 would agree with anything.
      expect(Math.max(...wanted.logits)).toBeGreaterThan(0.5);
      const difference = disagreement(opened.outputs, wanted);
      if (difference !== null) found.push(`${contender.name}: ${difference}`);
      await opened.close();
    }
    return found;
  }
});
