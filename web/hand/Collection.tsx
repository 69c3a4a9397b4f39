import { inputImage } from '../reader/inputImage.js';
import { InkCanvas } from '../read/InkCanvas.js';
import { countsOf, digits, forgetDigit } from './hand.js';

/** All drawings by digit; pressing a drawing removes it. */
export function Collection() {
  const counts = countsOf(digits.value);
  return (
    <section class="collection" aria-labelledby="collection-title">
      <h2 id="collection-title">
        Your drawings <span class="soft">{digits.value.length}</span>
      </h2>
      <ul>
        {counts.map((count, digit) => (
          <li key={digit}>
            <b aria-label={`${digit}: ${count} drawings`}>{digit}</b>
            <span class="collection-row">
              {digits.value
                .filter(({ label }) => label === digit)
                .map(({ id, input }) => (
                  <button
                    key={id}
                    type="button"
                    title="Remove it"
                    aria-label={`Remove a ${digit}`}
                    onClick={() => void forgetDigit(id)}
                  >
                    <InkCanvas image={inputImage(input)} label={`a ${digit}`} />
                  </button>
                ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
