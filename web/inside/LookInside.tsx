import { useSignal } from '@preact/signals';

import { selected, settledAnswer } from '../read/page.js';
import { Layers } from './Layers.js';
import { Nearest } from './Nearest.js';
import { Why } from './Why.js';
import { WithoutStrokes } from './WithoutStrokes.js';

const TABS = { why: 'Why this answer', layers: 'Layer by layer', nearest: 'Most similar' } as const;
type Tab = keyof typeof TABS;
const tabs = Object.keys(TABS) as Tab[];

/** Shows how the network arrives at its answer for the current picture. */
export function LookInside() {
  const tab = useSignal<Tab>('why');
  const input = settledAnswer.value?.seen.at(selected.value)?.input ?? null;
  return (
    <div class="inside">
      <div class="tabs" role="group" aria-label="Look inside">
        {tabs.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={tab.value === name}
            onClick={() => {
              tab.value = name;
            }}
          >
            {TABS[name]}
          </button>
        ))}
      </div>
      {input === null && <p class="soft">Draw a digit or bring a picture first.</p>}
      {input !== null && tab.value === 'why' && (
        <div class="why">
          <Why input={input} />
          <WithoutStrokes />
        </div>
      )}
      {input !== null && tab.value === 'layers' && <Layers input={input} />}
      {input !== null && tab.value === 'nearest' && <Nearest input={input} />}
    </div>
  );
}
