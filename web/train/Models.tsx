import { chosenId, forgetModel, ownModels } from '../models/chosenModel.js';
import { downloadModel } from '../models/downloadModel.js';

/** The models trained in this browser: use, download or delete them. */
export function Models() {
  if (ownModels.value.length === 0) return null;
  return (
    <section class="models" aria-labelledby="models-title">
      <h2 id="models-title">Your models</h2>
      <ul>
        {ownModels.value.map(({ id, name, files }) => (
          <li key={id}>
            <span>
              {name} {chosenId.value === id && <small class="soft">used in Read</small>}
            </span>
            <span class="run-buttons">
              <button
                type="button"
                class="link"
                onClick={() => {
                  chosenId.value = chosenId.value === id ? '' : id;
                }}
              >
                {chosenId.value === id ? 'Use the shipped one' : 'Use'}
              </button>
              <button
                type="button"
                class="link"
                aria-label={`Save ${name}`}
                onClick={() => {
                  downloadModel(name, files);
                }}
              >
                Save
              </button>
              <button type="button" class="link" aria-label={`Delete ${name}`} onClick={() => void forgetModel(id)}>
                Delete
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
