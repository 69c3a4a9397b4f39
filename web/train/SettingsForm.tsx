import type { ExampleSource } from '../lab/examples.js';
import { architectures } from '../../src/network/architecture.js';
import { BringPictures } from './BringPictures.js';
import { Choices } from './Choices.js';
import { MoreSettings } from './MoreSettings.js';
import { change, currentRun, imported, settings, start } from './training.js';

const SOURCES: readonly (readonly [ExampleSource, string, string])[] = [
  ['mnist', 'MNIST', '60,000 digits of 500 people, 9 MB'],
  ['own', 'My pictures', 'a zip or folder with folders 0 to 9'],
  ['hand', 'My hand', 'what you drew here'],
];
const NETWORKS: readonly (readonly [string, string, string])[] = [
  ['classic', 'Classic', '37,818 weights; the first one'],
  ['quick', 'Quick', '43,530 weights; 99 % in one epoch'],
  ['small', 'Small', '19,650 weights; for lightweight pages'],
  ['standard', 'Standard', '169,410 weights; the shipped one'],
];
const TIMES: readonly (readonly [number, string, string])[] = [
  [1, 'Short', 'one epoch'],
  [3, 'Medium', '3 epochs'],
  [12, 'Long', '12 epochs'],
];

/** The form that starts a run: three choices, and the other settings folded away. */
export function SettingsForm() {
  const { source, architecture, epochs } = settings.value;
  const canStart = source !== 'own' || imported.value !== null;
  return (
    <form
      class="train-form"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <Choices
        legend="Data"
        name="source"
        choices={SOURCES}
        value={source}
        onChange={(value) => {
          change({ source: value });
        }}
      />
      {source === 'own' && <BringPictures />}
      <Choices
        legend="Network"
        name="architecture"
        choices={NETWORKS.filter(([name]) => name in architectures)}
        value={architecture}
        onChange={(value) => {
          change({ architecture: value });
        }}
      />
      <Choices
        legend="Time"
        name="epochs"
        choices={TIMES}
        value={epochs}
        onChange={(value) => {
          change({ epochs: value });
        }}
      />
      <MoreSettings />
      <button type="submit" class="button button-large" disabled={!canStart}>
        {currentRun.value === null ? 'Start training' : 'Train another'}
      </button>
    </form>
  );
}
