import { useEffect } from 'preact/hooks';

import { Models } from './Models.js';
import { RunPanel } from './RunPanel.js';
import { SettingsForm } from './SettingsForm.js';
import { currentRun, isRunning, recallImported, recallRun, trainingTrouble } from './training.js';

/** The view to train a network: choose the settings, watch the run, use the model. */
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
      {trainingTrouble.value !== null && (
        <p class="notice" role="alert">
          {trainingTrouble.value}
        </p>
      )}
      {currentRun.value !== null && currentRun.value.phase !== 'failed' && <RunPanel run={currentRun.value} />}
      {!isRunning.value && currentRun.value?.phase !== 'paused' && <SettingsForm />}
      <Models />
    </div>
  );
}
