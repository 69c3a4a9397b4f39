import { ownModels } from './chosenModel.js';

export interface ModelSelectProps {
  readonly label: string;
  readonly value: string;
  /** Text of an additional first choice with the value 'none'. */
  readonly none?: string;
  readonly onChange: (id: string) => void;
}

/** A list of the shipped model and the models of this browser. */
export function ModelSelect({ label, value, none, onChange }: ModelSelectProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <select
        value={value}
        onChange={({ currentTarget }) => {
          onChange(currentTarget.value);
        }}
      >
        {none !== undefined && <option value="none">{none}</option>}
        <option value="">shipped</option>
        {ownModels.value.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
