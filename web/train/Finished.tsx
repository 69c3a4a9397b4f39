import { formatPercent } from '../../src/report/text/formatPercent.js';
import type { TrainState } from '../lab/trainNews.js';
import { chosenId } from '../models/chosenModel.js';
import { downloadModel } from '../models/downloadModel.js';
import { trained } from './training.js';

/** The result of a finished run, and what to do with the model. */
export function Finished({ run: { result } }: { readonly run: TrainState }) {
  const model = trained.value;
  if (result === null || model === null) return null;
  const { errors, n } = result;
  return (
    <div class="finished">
      <p data-testid="result">
        <b>{formatPercent(1 - errors / n)}</b> right on {n.toLocaleString('en')} pictures it had never seen:{' '}
        {errors.toLocaleString('en')} {errors === 1 ? 'error' : 'errors'}.
      </p>
      <div class="run-buttons">
        <a
          class="button"
          href="#read"
          onClick={() => {
            chosenId.value = model.id;
          }}
        >
          Use it in Read
        </a>
        <a class="button button-quiet" href="#evaluate">
          Compare
        </a>
        <button
          type="button"
          class="button button-quiet"
          onClick={() => {
            downloadModel(model.name, model.files);
          }}
        >
          Download
        </button>
      </div>
    </div>
  );
}
