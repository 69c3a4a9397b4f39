import { chosenId, ownModels } from '../models/chosenModel.js';
import { ModelSelect } from '../models/ModelSelect.js';
import { describePromise } from './describePromise.js';
import { reader, targetError } from './page.js';

const RISKS = [
  [0.05, '1 in 20'],
  [0.01, '1 in 100'],
  [0.001, '1 in 1,000'],
  [1, 'any number'],
] as const;

/** The accepted rate of wrong answers and, if there are several models, the model. */
export function AnswerSettings() {
  const promise = describePromise(targetError.value, reader.promised.value);
  return (
    <div class="settings">
      <label class="field">
        <span>Wrong at most</span>
        <select
          value={targetError.value}
          aria-describedby={promise === null ? undefined : 'promise'}
          onChange={({ currentTarget }) => {
            targetError.value = Number(currentTarget.value);
          }}
        >
          {RISKS.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <p class="promise" id="promise">
        {promise}
      </p>
      {ownModels.value.length > 0 && (
        <ModelSelect
          label="Model"
          value={chosenId.value}
          onChange={(id) => {
            chosenId.value = id;
          }}
        />
      )}
    </div>
  );
}
