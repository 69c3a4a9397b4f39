/** Text that is safe to put into an HTML or SVG document unchanged. */
export class Markup {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/**
 * A value in a template: markup is inserted unchanged, everything else as escaped text. Lists are
 * joined; null inserts nothing.
 */
export type MarkupPart = Markup | string | number | null | readonly MarkupPart[];

/**
 * Builds HTML or SVG: markup`<td>${name}</td>`. Inserted strings are escaped, so a file called
 * `<script>` stays a name. Attribute values must be in double quotes.
 */
export function markup(literals: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  return new Markup(literals.reduce((text, literal, index) => text + render(parts[index - 1]) + literal));
}

function render(part: MarkupPart): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
  return part.map(render).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
