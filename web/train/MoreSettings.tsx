import type { TrainSettings } from '../lab/trainSettings.js';
import { change, settings } from './training.js';

type NumberName = 'batch' | 'rate' | 'seed' | 'epochs';

/** The less common settings. */
export function MoreSettings() {
  const { augment, kernels } = settings.value;
  return (
    <details class="more">
      <summary>More</summary>
      <div class="more-fields">
        <NumberField name="epochs" text="Epochs" min={1} max={200} step={1} />
        <NumberField name="batch" text="Pictures per step" min={8} max={512} step={8} />
        <NumberField name="rate" text="Highest learning rate" min={0.0001} max={0.1} step={0.0001} />
        <NumberField name="seed" text="Seed" min={0} max={4294967295} step={1} />
        <label class="field">
          <span>Kernels</span>
          <select
            value={kernels}
            onChange={({ currentTarget }) => {
              change({ kernels: currentTarget.value as TrainSettings['kernels'] });
            }}
          >
            <option value="fast">fast</option>
            <option value="exact">exact: the same bits everywhere</option>
          </select>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={augment}
            onChange={({ currentTarget }) => {
              change({ augment: currentTarget.checked });
            }}
          />
          <span>Vary the pictures while training (rotated, warped, thinner, thicker)</span>
        </label>
      </div>
    </details>
  );
}

interface NumberFieldProps {
  readonly name: NumberName;
  readonly text: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

function NumberField({ name, text, min, max, step }: NumberFieldProps) {
  return (
    <label class="field">
      <span>{text}</span>
      <input
        type="number"
        min={min}
        max={max}
        step={step}
        value={settings.value[name]}
        onChange={({ currentTarget }) => {
          if (currentTarget.checkValidity() && currentTarget.value !== '')
            change({ [name]: currentTarget.valueAsNumber });
        }}
      />
    </label>
  );
}
