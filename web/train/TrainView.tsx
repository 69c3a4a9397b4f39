import { useEffect } from 'preact/hooks';

import { Models } from './Models.js';
import { RunPanel } from './RunPanel.js';
import { SettingsForm } from './SettingsForm.js';
import { isRunning, recallImported, recallRun, run, trouble } from './training.js';

/** Train a network: choose, watch, use. */
export function TrainView() {
  useEffect(() => {
    void recallRun();
    void recallImported();
  }, []);
  return (
    <div class="train">
      <header class="lead">
        <h1>Train a network</h1>
        <p class="soft">It learns in this browser, on this machine. Nothing is sent anywhere.</p>
      </header>
      {trouble.value !== null && (
        <p class="notice" role="alert">
          {trouble.value}
        </p>
      )}
      {run.value !== null && run.value.phase !== 'failed' && <RunPanel run={run.value} />}
      {!isRunning.value && run.value?.phase !== 'paused' && <SettingsForm />}
      <Models />
    </div>
  );
}
