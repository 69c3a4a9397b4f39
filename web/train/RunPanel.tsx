import { formatPercent } from '../../src/report/text/formatPercent.js';
import { SOURCE_NAMES } from '../lab/examples.js';
import type { TrainState } from '../lab/trainNews.js';
import { MatrixTable } from '../evaluate/MatrixTable.js';
import { Curves } from './Curves.js';
import { Finished } from './Finished.js';
import { discard, isRunning, pause, resume } from './training.js';

const PHASES: Readonly<Record<TrainState['phase'], string>> = {
  preparing: 'Loading the pictures',
  training: 'Training',
  validating: 'Checking on pictures it has not learned from',
  finishing: 'Measuring on the test pictures',
  paused: 'Paused',
  done: 'Done',
  failed: 'Stopped',
};

/** A training run in progress: figures, curves, confusion matrix. */
export function RunPanel({ run }: { readonly run: TrainState }) {
  const { phase, epoch, epochs, imagesPerSecond, left, counts, threads, variant, curve, validated, matrix } = run;
  const best = validated.reduce((most, { accuracy }) => Math.max(most, accuracy), 0);
  const last = curve.at(-1);
  return (
    <section class="run" aria-label="Training run" data-phase={phase}>
      <div class="run-head">
        <h2 aria-live="polite">{PHASES[phase]}</h2>
        <p class="soft">
          {nameOfNetwork(run)} on {SOURCE_NAMES[run.settings.source]}
          {counts[0] > 0 &&
            `, ${counts[0].toLocaleString('en')} pictures, ${threads} ${threads === 1 ? 'thread' : 'threads'}, ${variant}`}
        </p>
        {phase !== 'done' && (
          <div class="run-buttons">
            {isRunning.value ? (
              <button
                type="button"
                class="button button-large"
                disabled={phase !== 'training'}
                onClick={() => void pause()}
              >
                Pause
              </button>
            ) : (
              <>
                <button type="button" class="button button-large" onClick={() => void resume()}>
                  Resume
                </button>
                <button type="button" class="button button-quiet" onClick={() => void discard()}>
                  Discard
                </button>
              </>
            )}
          </div>
        )}
      </div>
      {phase === 'done' && <Finished run={run} />}
      <dl class="figures">
        <Figure name="Epoch" value={`${epoch} of ${epochs}`} />
        <Figure
          name="Pictures per second"
          value={imagesPerSecond === 0 ? '–' : Math.round(imagesPerSecond).toLocaleString('en')}
        />
        <Figure
          name={phase === 'done' ? 'Time' : 'Left'}
          value={phase === 'done' ? duration(run.seconds) : duration(left)}
        />
        <Figure name="Loss" value={last === undefined ? '–' : last.loss.toFixed(3)} />
        <Figure name="Held-out accuracy" value={best === 0 ? '–' : formatPercent(best)} />
      </dl>
      <Curves run={run} />
      {matrix !== null && <MatrixTable matrix={matrix} caption="Held-out pictures after the last epoch" />}
    </section>
  );
}

function nameOfNetwork({ settings: { architecture } }: TrainState): string {
  return `${architecture[0].toUpperCase()}${architecture.slice(1)}`;
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-testid={name}>{value}</dd>
    </div>
  );
}

function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
