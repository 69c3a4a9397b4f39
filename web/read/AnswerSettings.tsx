import { chosenModel } from '../models/chosenModel.js';
import { targetError } from './page.js';

const RISKS = [
  [0.05, '1 in 20'],
  [0.01, '1 in 100'],
  [0.001, '1 in 1,000'],
  [1, 'any'],
] as const;

/** Which risk is accepted, and which model answers. */
export function AnswerSettings() {
  return (
    <div class="settings">
      <label>
        <span>Wrong at most</span>
        <select
          value={targetError.value}
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
      <span class="settings-model">Model: {chosenModel.value?.name ?? 'standard'}</span>
    </div>
  );
}
