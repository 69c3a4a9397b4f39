import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brierScore } from '../../src/evaluation/brierScore.js';
import { classificationReport, type ClassificationReport } from '../../src/evaluation/classificationReport.js';
import { confusionMatrix } from '../../src/evaluation/confusionMatrix.js';
import { evaluate } from '../../src/evaluation/evaluate.js';
import { expectedCalibrationError } from '../../src/evaluation/expectedCalibrationError.js';
import { formatClassificationReport } from '../../src/report/text/formatClassificationReport.js';
import { logLoss } from '../../src/evaluation/logLoss.js';
import { mostProbableDigit } from '../../src/evaluation/predictions.js';

interface Golden {
  readonly unit: number;
  readonly cases: readonly {
    readonly name: string;
    readonly labels: number[];
    readonly units: number[][];
    readonly predicted: number[];
    readonly confusion_matrix: number[][];
    readonly report: ClassificationReport;
    readonly text: string;
    readonly text2: string;
    readonly log_loss: number;
    readonly brier: number;
    readonly ece: number;
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/sklearnMetrics.json', import.meta.url), 'utf8'),
) as unknown as Golden;

/** Allows differences of at most 1e-12, and fails on NaN. */
function expectClose(actual: number, expected: number, what: string): void {
  const isClose = Math.abs(actual - expected) <= 1e-12 + 1e-12 * Math.abs(expected);
  expect(isClose, `${what}: ${actual} is not ${expected}`).toBe(true);
}

const model = { name: 'models/test', architecture: 'classic', parameters: 37818, preprocessing: 'classic' } as const;
const data = { source: 'made', format: 'idx', split: 'all', skipped: 0 };

describe.each(golden.cases)('scikit-learn on "$name"', (example) => {
  const labels = Uint8Array.from(example.labels);
  const probabilities = Float32Array.from(example.units.flat(), (units) => units / golden.unit);
  const report = classificationReport(example.confusion_matrix);

  it('predicts the most probable digit', () => {
    expect(example.labels.map((_, n) => mostProbableDigit(probabilities, n))).toEqual(example.predicted);
  });

  it('counts the same confusions', () => {
    expect(confusionMatrix(example.labels, example.predicted)).toEqual(example.confusion_matrix);
  });

  it('scores the classes the same', () => {
    expect(Object.keys(report).sort()).toEqual(Object.keys(example.report).sort());
    expectClose(report.accuracy, example.report.accuracy, 'accuracy');
    for (const label of [...Object.keys(example.report).filter((key) => key !== 'accuracy')] as `${number}`[]) {
      for (const score of ['precision', 'recall', 'f1-score', 'support'] as const) {
        expectClose(report[label][score], example.report[label][score], `${label} ${score}`);
      }
    }
  });

  it('prints the same text', () => {
    expect(formatClassificationReport(report)).toBe(example.text);
    expect(formatClassificationReport(report, { digits: 2 })).toBe(example.text2);
  });

  it('has the same log loss, Brier score and calibration error', () => {
    expectClose(logLoss(labels, probabilities), example.log_loss, 'log loss');
    expectClose(brierScore(labels, probabilities), example.brier, 'Brier score');
    expectClose(expectedCalibrationError(labels, probabilities).value, example.ece, 'ECE');
  });

  it('has all of them in one result', () => {
    const result = evaluate({ labels, probabilities, nameOf: String }, { model, data });
    const errors = example.labels.filter((label, n) => label !== example.predicted[n]).length;
    expect(result).toMatchObject({ n: labels.length, errors, confusion_matrix: example.confusion_matrix, model, data });
    expectClose(result.accuracy, example.report.accuracy, 'accuracy');
    expectClose(result.ece.value, example.ece, 'ECE');
    expect(result.ece.bins).toBe(15);
    expect(result.mistakes.length).toBe(Math.min(errors, 100));
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});

describe('evaluate', () => {
  /**
   * Three mistakes (rows 10, 12, 13) and one right answer (row 11), as probabilities in percent.
   */
  const labels = Uint8Array.from([3, 3, 5, 9]);
  const probabilities = Float32Array.from(
    [
      [0, 0, 0, 20, 0, 50, 0, 0, 30, 0],
      [0, 0, 0, 99, 0, 1, 0, 0, 0, 0],
      [0, 0, 0, 90, 0, 6, 4, 0, 0, 0],
      [0, 0, 0, 0, 90, 0, 0, 0, 0, 10],
    ].flat(),
    (percent) => percent / 100,
  );
  const predictions = { labels, probabilities, rows: [10, 11, 12, 13], nameOf: (row: number) => `${row}.png` };

  it('lists mistakes by row of the data set, the most confident first, earlier ones first among equals', () => {
    const { mistakes } = evaluate(predictions, { model, data });
    expect(mistakes.map(({ row, name }) => [row, name])).toEqual([
      [12, '12.png'],
      [13, '13.png'],
      [10, '10.png'],
    ]);
    expect(mistakes[2]).toMatchObject({ true: 3, predicted: 5, confidence: 0.5 });
    expect(mistakes[2].alternatives.map(({ digit }) => digit)).toEqual([8, 3, 0]);
    expect(mistakes[2].alternatives[0].confidence).toBeCloseTo(0.3, 6);
  });

  it('caps the list, not the count', () => {
    const result = evaluate(predictions, { model, data, maxMistakes: 1 });
    expect(result.mistakes.map(({ row }) => row)).toEqual([12]);
    expect(result).toMatchObject({ errors: 3, n: 4, accuracy: 0.25 });
  });

  it('refuses predictions that it cannot score', () => {
    const nameOf = String;
    const evaluateRows = (rows: number[], values: number[]) => () =>
      evaluate({ labels: Uint8Array.from(rows), probabilities: Float32Array.from(values), nameOf }, { model, data });
    const ten = new Array<number>(10).fill(0.1);
    expect(evaluateRows([], [])).toThrow('evaluate: predictions must hold at least one row. Received 0.');
    expect(evaluateRows([1, 2], ten)).toThrow('must be [N, 10] for N = 2 labels. Received 10 values.');
    expect(evaluateRows([10], ten)).toThrow('labels must be 0..9. Received 10 at row 0.');
    expect(evaluateRows([1, 2], [...ten, ...ten.fill(NaN, 3, 4)])).toThrow('must be 0..1. Received NaN at row 1.');
    expect(() => confusionMatrix([1, 2], [1])).toThrow('as long as trueLabels, 2. Received 1.');
    expect(() => confusionMatrix([1], [10])).toThrow('integers of 0..9. Received 10 at row 0.');
  });
});
