export interface ChoicesProps<Value extends string | number> {
  readonly legend: string;
  readonly name: string;
  /** [value, title, description] each. */
  readonly choices: readonly (readonly [Value, string, string])[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** A group of radio buttons, each with a line of description. */
export function Choices<Value extends string | number>({
  legend,
  name,
  choices,
  value,
  onChange,
}: ChoicesProps<Value>) {
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {choices.map(([choice, title, text]) => (
        <label key={choice} class="choice">
          <input
            type="radio"
            name={name}
            checked={choice === value}
            onChange={() => {
              onChange(choice);
            }}
          />
          <span>
            <b>{title}</b> <small>{text}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
