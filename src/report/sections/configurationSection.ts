import { markup, type Markup } from '../charts/markup.js';

/** The run's configuration as keys and values; nested objects become keys with dots. */
export function configurationSection(configuration: Readonly<Record<string, unknown>>): Markup | null {
  const entries = flatten(configuration, '');
  if (entries.length === 0) return null;
  return markup`<section aria-labelledby="configuration-title">
<h2 id="configuration-title">Configuration</h2>
<dl class="facts configuration">${entries.map(([key, value]) => markup`<div><dt>${key}</dt><dd>${value}</dd></div>`)}</dl>
</section>
`;
}

function flatten(values: Readonly<Record<string, unknown>>, prefix: string): [key: string, value: string][] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (isRecord(value)) return flatten(value, `${prefix}${key}.`);
    return [[prefix + key, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
