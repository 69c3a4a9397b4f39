import { describe, expect, it } from 'vitest';
import { readArguments } from '../../bench/arguments.js';
import { disagreement } from '../../bench/race/disagreement.js';
import { roundOrder } from '../../bench/race/roundOrder.js';
import { rowsOf } from '../../bench/race/rows.js';
import { compareRounds, median, spread } from '../../bench/race/statistics.js';
import { formatResults } from '../../bench/report/formatResults.js';
import { formatNumber, formatTable } from '../../bench/report/formatTable.js';
import { verdict } from '../../bench/report/goals.js';
import { mergeResults } from '../../bench/report/mergeResults.js';
import { summarise } from '../../bench/report/summarise.js';

type Result = Parameters<typeof rowsOf>[2][number];
type Row = Parameters<typeof verdict>[0];

function result(side: 'ours' | 'peer', family: string, name: string, values: number[]): Result {
  const open = (): Promise<never> => Promise.reject(new Error('never opened'));
  const contender = { side, family, name, variant: 'exact', node: '24.1.0', threads: 2, batch: 128, open };
  return { contender, values, failure: null };
}

describe('the statistics of the bench', () => {
  it('take the middle value, and the mean of the middle two for an even number', () => {
    expect(median([9, 100, 8])).toBe(9);
    expect(median([100, 9])).toBe(54.5);
    expect(() => median([])).toThrow('median: values must hold at least one number. Received none.');
  });

  it('give the smallest and the largest', () => {
    expect(spread([5, 3, 11])).toEqual([3, 11]);
    expect(() => spread([])).toThrow(RangeError);
  });

  it('compare medians, and spread the ratio over the rounds', () => {
    // A slow second round on both sides changes neither.
    expect(compareRounds([300, 150, 300], [100, 50, 120])).toEqual({ ratio: 3, spread: [2.5, 3] });
    expect(() => compareRounds([1, 2], [1])).toThrow('Received 2 and 1.');
  });
});

describe('roundOrder', () => {
  it('begins with the next contender each round, and runs every second pair of rounds backwards', () => {
    expect([0, 1, 2, 3, 4].map((round) => roundOrder(3, round).join(' '))).toEqual([
      '0 1 2',
      '1 2 0',
      '1 0 2',
      '2 1 0',
      '1 2 0',
    ]);
    expect([0, 1, 2, 3].map((round) => roundOrder(2, round).join(' '))).toEqual(['0 1', '1 0', '1 0', '0 1']);
  });

  it('gives each contender one turn in every round', () => {
    for (let round = 0; round < 20; round++) {
      expect(roundOrder(7, round).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    }
    expect(roundOrder(0, 5)).toEqual([]);
  });
});

describe('disagreement', () => {
  const expected = { logits: [0.5, -2], losses: [2.3] };

  it('is null within the tolerance', () => {
    expect(disagreement({ logits: [0.50005, -2.0002], losses: [2.3002] }, expected)).toBeNull();
    expect(disagreement({ logits: [0.5, -2], losses: [1] }, { logits: [0.5, -2] })).toBeNull();
  });

  it('names the first number that is wrong, NaN too', () => {
    expect(disagreement({ logits: [0.5, -2.001], losses: [2.3] }, expected)).toBe(
      'logits[1] must be -2. Received -2.001.',
    );
    expect(disagreement({ logits: [0.5, -2], losses: [2.4] }, expected)).toBe('losses[0] must be 2.3. Received 2.4.');
    expect(disagreement({ logits: [NaN, -2], losses: [2.3] }, expected)).toBe('logits[0] must be 0.5. Received NaN.');
  });

  it('does not take null, which NaN becomes in JSON, for 0', () => {
    const logits = JSON.parse(JSON.stringify([NaN])) as number[];
    expect(disagreement({ logits }, { logits: [0] })).toBe('logits[0] must be 0. Received null.');
    expect(disagreement({ logits }, { logits })).toBe('logits[0] of our exact variant must be finite. It is null.');
  });

  it('allows later losses a share of how far the loss has moved, and the first one nothing more', () => {
    const moved = { logits: [], losses: [3, 2] };
    expect(disagreement({ logits: [], losses: [3, 2.019] }, moved)).toBeNull();
    expect(disagreement({ logits: [], losses: [3, 2.03] }, moved)).toBe('losses[1] must be 2. Received 2.03.');
    expect(disagreement({ logits: [], losses: [3.01, 2] }, moved)).toBe('losses[0] must be 3. Received 3.01.');
    const still = { logits: [], losses: [3, 3.001] };
    expect(disagreement({ logits: [], losses: [3, 3.002] }, still)).toBe('losses[1] must be 3.001. Received 3.002.');
  });

  it('does not accept missing outputs', () => {
    expect(disagreement({ logits: [0.5] }, expected)).toBe('logits must be 2 numbers. Received 1.');
    expect(disagreement({ logits: [0.5, -2] }, expected)).toBe('losses must be 1 numbers. Received none.');
  });
});

describe('rowsOf', () => {
  const results = [
    result('ours', 'Numerist', 'Numerist exact', [30, 10, 20]),
    result('peer', 'PyTorch', 'PyTorch, batch 64', [5, 4, 6]),
    result('peer', 'PyTorch', 'PyTorch, batch 128', [10, 10, 8]),
    result('peer', 'Keras', 'Keras, batch 128', [2, 2, 2]),
    result('peer', 'broken', 'broken', []),
  ];

  it('has one row for the best of each family, in the shape that --json prints', () => {
    const rows = rowsOf('training (images/s)', 'higher', results);
    expect(rows).toEqual([
      {
        ...{ work: 'training (images/s)', variant: 'exact', node: '24.1.0', threads: 2, batch: 128 },
        ...{ ours: 20, peer: 10, peerName: 'PyTorch, batch 128', ratio: 2, spread: [1, 3] },
      },
      {
        ...{ work: 'training (images/s)', variant: 'exact', node: '24.1.0', threads: 2, batch: 128 },
        ...{ ours: 20, peer: 2, peerName: 'Keras, batch 128', ratio: 10, spread: [5, 15] },
      },
    ]);
    const names = ['work', 'variant', 'node', 'threads', 'batch', 'ours', 'peer', 'peerName', 'ratio', 'spread'];
    expect(rows.map((row) => Object.keys(row).toSorted())).toEqual([names.toSorted(), names.toSorted()]);
  });

  it('takes the fastest peer if less is better', () => {
    expect(rowsOf('one image (ms)', 'lower', results)[0].peerName).toBe('PyTorch, batch 64');
  });

  it('gives our own spread if there is no peer', () => {
    const [row] = rowsOf('memory (MB)', 'lower', results.slice(0, 1));
    expect(row).toMatchObject({ ours: 20, peer: null, peerName: null, ratio: null, spread: [10, 30] });
  });
});

describe('verdict', () => {
  const row: Row = {
    ...{ work: 'training (images/s)', variant: 'relaxed', node: '24.1.0', threads: 2, batch: 128, ours: 9000 },
    ...{ peer: 4500, peerName: 'PyTorch 2.9 channels-last, batch 128', ratio: 2, spread: [1.9, 2.1] },
  };

  it('states the goal and whether it was reached', () => {
    expect(verdict(row)).toBe('at least 2: met');
    expect(verdict({ ...row, ratio: 1.99 })).toBe('at least 2: missed');
    expect(verdict({ ...row, variant: 'wide' })).toBe('at least 3: missed');
  });

  it('is empty if there is no goal', () => {
    expect(verdict({ ...row, variant: 'exact' })).toBe('');
    expect(verdict({ ...row, peerName: 'jax-js 0.1' })).toBe('');
  });

  it('has goals of its own for each network', () => {
    const standard: Row = { ...row, work: 'training of standard (images/s)', ratio: 1.6 };
    expect(verdict(standard)).toBe('at least 2: missed');
    expect(verdict({ ...standard, peerName: 'Keras 3.15.1 (TensorFlow 2.21.0), batch 64' })).toBe('at least 1.5: met');
    expect(verdict({ ...standard, variant: 'wide' })).toBe('');
    expect(verdict({ ...row, work: 'training of small (images/s)' })).toBe('');
  });

  it('has upper limits for times, with a peer and without', () => {
    const start: Row = {
      ...row,
      work: 'start (ms)',
      variant: null,
      ours: 70,
      peerName: 'onnxruntime-web 1',
      ratio: 0.1,
    };
    expect(verdict(start)).toBe('at most 0.2: met; at most 60: missed');
  });
});

describe('the report', () => {
  it('aligns columns', () => {
    const rows = [
      ['ours', '12,345'],
      ['PyTorch', '7'],
    ];
    expect(formatTable(['who', 'images/s'], rows, [false, true])).toBe(
      ['| who     | images/s |', '| ------- | -------: |', '| ours    |   12,345 |', '| PyTorch |        7 |'].join(
        '\n',
      ),
    );
  });

  it('prints three significant figures', () => {
    expect([12345.6, 99.96, 0.05283, 0].map(formatNumber)).toEqual(['12,346', '100', '0.0528', '0']);
  });
});

describe('the stored results', () => {
  const kept = (name: string, day: number, values: number[]) => {
    const run = [`2026-11-0${day} 09:00 UTC; 1 minutes`, 'a box'];
    const measured = values.map((value) => {
      const results = [result('ours', 'Numerist', 'Numerist exact', [value, value, value + 10])];
      return summarise({ work: `${name} (ms)`, results, rows: rowsOf(`${name} (ms)`, 'lower', results) });
    });
    return { name, run, measured };
  };
  const order = ['training', 'start', 'memory'];
  const before = [kept('training', 1, [7]), kept('start', 1, [8]), kept('gone', 1, [9])];

  it('are replaced work by work, in the order of the works', () => {
    const merged = mergeResults(before, [kept('memory', 2, [3]), kept('start', 2, [4])], order);
    expect(merged).toEqual([before[0], kept('start', 2, [4]), kept('memory', 2, [3])]);
  });

  it('stay if nothing could be measured this time', () => {
    expect(mergeResults(before, [kept('start', 2, [])], order)).toEqual(before.slice(0, 2));
  });

  it('survive JSON, and name the run under each work', () => {
    const merged = mergeResults(before, [kept('start', 2, [4])], order);
    const text = formatResults(JSON.parse(JSON.stringify(merged)) as typeof merged);
    expect(text).toContain('## Training (ms)\n\nRun of 2026-11-01 09:00 UTC.\n\n| ours');
    expect(text).toContain('## Start (ms)\n\nRun of 2026-11-02 09:00 UTC.\n\n| ours');
    expect(text.indexOf('- 2026-11-02')).toBeLessThan(text.indexOf('- 2026-11-01'));
    expect(text).toMatch(/\| exact, Node 24\.1\.0 \| +2 \| +128 \| +4 \| 4 - 14 \|/);
  });
});

describe('the arguments of the bench', () => {
  it('have defaults, fewer rounds with --quick', () => {
    expect(readArguments([], [])).toMatchObject({ only: [], rounds: 7, quick: false, json: false, write: false });
    expect(readArguments(['--quick'], []).rounds).toBe(3);
    expect(readArguments(['--only', 'training,start', '--rounds', '9'], ['training', 'start'])).toMatchObject({
      only: ['training', 'start'],
      rounds: 9,
    });
  });

  it('are refused if they make no sense', () => {
    expect(() => readArguments(['--rounds', '0'], [])).toThrow('--rounds must be a whole number above 0. Received 0.');
    expect(() => readArguments(['--only', 'speed'], ['training'])).toThrow('--only must name some of training.');
    expect(() => readArguments(['--fast'], [])).toThrow(TypeError);
  });
});
