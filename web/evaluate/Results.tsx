import { formatPercent } from '../../src/report/text/formatPercent.js';
import { cell, type Evaluated } from './evaluation.js';
import { Gallery } from './Gallery.js';
import { MatrixTable } from './MatrixTable.js';
import { Mistakes } from './Mistakes.js';
import { PerClass } from './PerClass.js';
import { Reliability } from './Reliability.js';
import { ThresholdSlider } from './ThresholdSlider.js';

/** The results of one model: headline, confusion matrix, mistakes, classes, confidence. */
export function Results(evaluated: Evaluated) {
  const { model, result, answers, predicted } = evaluated;
  const { accuracy, errors, n, interval, ece } = result;
  const chosen = cell.value;
  const rows =
    chosen === null
      ? []
      : [...answers.labels.keys()].filter((row) => answers.labels[row] === chosen[0] && predicted[row] === chosen[1]);
  return (
    <section class="results" aria-label={`Results of ${model}`}>
      <p class="headline" data-testid="headline">
        <b>{formatPercent(accuracy)}</b> right: {errors.toLocaleString('en')} {errors === 1 ? 'error' : 'errors'} in{' '}
        {n.toLocaleString('en')}{' '}
        <span class="soft">
          95 % interval {formatPercent(interval[0])} to {formatPercent(interval[1])}, calibration error{' '}
          {formatPercent(ece.value)}
        </span>
      </p>
      <div class="results-matrix">
        <MatrixTable
          matrix={result.confusion_matrix}
          caption="Confusion matrix"
          open={chosen}
          onOpen={(actual, of) => {
            const isOpen = chosen?.[0] === actual && chosen[1] === of;
            cell.value = isOpen ? null : [actual, of];
          }}
        />
        <div class="drawer" aria-live="polite">
          {chosen === null ? (
            <p class="soft">Choose a cell to see its pictures.</p>
          ) : (
            <Gallery
              evaluated={evaluated}
              rows={rows}
              title={`True ${chosen[0]}, read as ${chosen[1]}: ${rows.length}`}
            />
          )}
        </div>
      </div>
      <Mistakes evaluated={evaluated} />
      <div class="results-pair">
        <PerClass report={result.report} />
        <Reliability bins={result.reliability} />
      </div>
      <ThresholdSlider evaluated={evaluated} />
    </section>
  );
}
