import { keepTaught, report } from './hand.js';

/** What the model gained and lost by tuning, and the buttons to keep or undo it. */
export function TuneResult() {
  const { value } = report;
  if (value === null) return null;
  const { hand, mnist, rolledBack, seconds } = value;
  const lost = mnist === null ? 0 : (100 * (mnist.after - mnist.before)) / mnist.n;
  return (
    <section class="tune" aria-live="polite" data-testid="tuned">
      <div class="table-frame" tabIndex={0} role="region" aria-label="Before and after">
        <table class="table">
          <caption>Before and after</caption>
          <thead>
            <tr>
              <th scope="col">wrong</th>
              <th scope="col">before</th>
              <th scope="col">after</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">your held-out drawings</th>
              <td>
                {hand.before} of {hand.n}
              </td>
              <td>
                {hand.after} of {hand.n}
              </td>
            </tr>
            {mnist !== null && (
              <tr>
                <th scope="row">MNIST</th>
                <td>
                  {mnist.before} of {mnist.n.toLocaleString('en')}
                </td>
                <td>
                  {mnist.after} of {mnist.n.toLocaleString('en')}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      <p>
        {rolledBack
          ? `Undone: it would have lost ${lost.toFixed(2)} points on MNIST; at most 0.2 are allowed.`
          : mnist === null
            ? `Learned in ${seconds.toFixed(1)} s. Its loss on other people's digits is unknown: MNIST is not available here.`
            : `Learned in ${seconds.toFixed(1)} s; ${lost > 0 ? `it lost ${lost.toFixed(2)} points on MNIST` : 'it lost nothing on MNIST'}.`}
      </p>
      <div class="run-buttons">
        {!rolledBack && (
          <button type="button" class="button" onClick={() => void keepTaught()}>
            Keep it
          </button>
        )}
        <button
          type="button"
          class="button button-quiet"
          onClick={() => {
            report.value = null;
          }}
        >
          {rolledBack ? 'Close' : 'Undo'}
        </button>
      </div>
    </section>
  );
}
