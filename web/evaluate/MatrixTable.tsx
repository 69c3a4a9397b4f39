import type { ConfusionMatrix } from '../../src/evaluation/confusionMatrix.js';
import { mistakeStep } from '../../src/report/charts/mistakeRamp.js';

export interface MatrixTableProps {
  readonly matrix: ConfusionMatrix;
  readonly caption: string;
  /** Turns cells with a count into buttons that open their pictures. */
  readonly onOpen?: (actual: number, predicted: number) => void;
  /** The open cell, as [true, predicted]. */
  readonly open?: readonly [number, number] | null;
}

/**
 * The confusion matrix as a table: rows are true, columns are predicted digits. The diagonal is
 * muted, mistakes stand out.
 */
export function MatrixTable({ matrix, caption, onOpen, open = null }: MatrixTableProps) {
  const largest = Math.max(...matrix.flatMap((row, actual) => row.filter((_, predicted) => predicted !== actual)));
  return (
    <div class="matrix-frame" tabIndex={0} role="region" aria-label={caption}>
      <table class="matrix">
        <caption>
          {caption} <span class="soft">rows: true, columns: predicted</span>
        </caption>
        <thead>
          <tr>
            <td />
            {matrix.map((_, digit) => (
              <th key={digit} scope="col" aria-label={`predicted ${digit}`}>
                {digit}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.map((row, actual) => (
            <tr key={actual}>
              <th scope="row" aria-label={`true ${actual}`}>
                {actual}
              </th>
              {row.map((count, predicted) => {
                const step = actual === predicted ? 'right' : mistakeStep(count, largest);
                const isOpen = open?.[0] === actual && open[1] === predicted;
                return (
                  <td key={predicted} data-step={step}>
                    {onOpen !== undefined && count > 0 ? (
                      <button
                        type="button"
                        aria-pressed={isOpen}
                        aria-label={`true ${actual}, predicted ${predicted}: ${count} pictures`}
                        onClick={() => {
                          onOpen(actual, predicted);
                        }}
                      >
                        {count}
                      </button>
                    ) : (
                      count
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
