import { SOURCE_NAMES, type ExampleSource } from '../lab/examples.js';
import { ModelSelect } from '../models/ModelSelect.js';
import { ComparisonResults } from './ComparisonResults.js';
import { evaluated, evaluationStep, evaluationTrouble, modelA, modelB, runEvaluation, source } from './evaluation.js';
import { Results } from './Results.js';

/** The view that shows how accurate a model is, and which pictures it gets wrong. */
export function EvaluateView() {
  const busy = evaluationStep.value !== null;
  return (
    <div class="evaluate">
      <header class="lead">
        <h1>Evaluate a model</h1>
        <p class="soft">How often it is right on pictures it has not learned from, and which ones it gets wrong.</p>
      </header>
      <form
        class="evaluate-form"
        onSubmit={(event) => {
          event.preventDefault();
          void runEvaluation();
        }}
      >
        <ModelSelect
          label="Model"
          value={modelA.value}
          onChange={(id) => {
            modelA.value = id;
          }}
        />
        <ModelSelect
          label="Against"
          value={modelB.value}
          none="no other model"
          onChange={(id) => {
            modelB.value = id;
          }}
        />
        <label class="field">
          <span>Pictures</span>
          <select
            value={source.value}
            onChange={({ currentTarget }) => {
              source.value = currentTarget.value as ExampleSource;
            }}
          >
            {(Object.keys(SOURCE_NAMES) as ExampleSource[]).map((name) => (
              <option key={name} value={name}>
                {SOURCE_NAMES[name]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="button" disabled={busy}>
          Evaluate
        </button>
      </form>
      <p class="soft progress" aria-live="polite">
        {evaluationStep.value !== null &&
          (evaluationStep.value.of > 1
            ? `${evaluationStep.value.what}: ${evaluationStep.value.done.toLocaleString('en')} of ${evaluationStep.value.of.toLocaleString('en')}`
            : evaluationStep.value.what)}
      </p>
      {evaluationTrouble.value !== null && (
        <p class="notice" role="alert">
          {evaluationTrouble.value}
        </p>
      )}
      {evaluated.value !== null && <Results {...evaluated.value.a} />}
      {evaluated.value !== null && evaluated.value.b !== null && (
        <ComparisonResults a={evaluated.value.a} b={evaluated.value.b} />
      )}
    </div>
  );
}
