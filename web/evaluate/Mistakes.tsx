import { useSignal } from '@preact/signals';

import type { Evaluated } from './evaluation.js';
import { Gallery } from './Gallery.js';

type Order = 'surest' | 'least sure' | 'by digit';
const ORDERS: readonly Order[] = ['surest', 'least sure', 'by digit'];

/**
 * The wrong answers in an order that the user chooses. The surest ones hint at wrong labels, or at
 * digits that the model has not understood.
 */
export function Mistakes({ evaluated }: { readonly evaluated: Evaluated }) {
  const order = useSignal<Order>('surest');
  const { answers, predicted } = evaluated;
  const sureness = (row: number): number => answers.probabilities[row * 10 + predicted[row]];
  const rows = [...answers.labels.keys()].filter((row) => answers.labels[row] !== predicted[row]);
  const compare: Readonly<Record<Order, (a: number, b: number) => number>> = {
    surest: (a, b) => sureness(b) - sureness(a),
    'least sure': (a, b) => sureness(a) - sureness(b),
    'by digit': (a, b) => answers.labels[a] - answers.labels[b] || predicted[a] - predicted[b],
  };
  rows.sort(compare[order.value]);
  if (rows.length === 0) return <p class="soft">No mistakes.</p>;
  return (
    <section class="mistakes">
      <label class="field">
        <span>Order</span>
        <select
          value={order.value}
          onChange={({ currentTarget }) => {
            order.value = currentTarget.value as Order;
          }}
        >
          {ORDERS.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <Gallery evaluated={evaluated} rows={rows} title={`Mistakes: ${rows.length}`} />
    </section>
  );
}
