import type { OpenApi, OpenApiOperation } from './openApi.js';

const STYLE = `
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.5rem; border-top: 1px solid #8886; padding-top: 1rem; font-size: 1.1rem; overflow-wrap: anywhere }
code, pre { font-family: ui-monospace, monospace; font-size: .9em }
pre { background: #8881; padding: .75rem; overflow: auto; border-radius: 4px; max-height: 30rem }
table { border-collapse: collapse } td, th { text-align: left; padding: .2rem 1rem .2rem 0; vertical-align: top }
table, details { margin: .5rem 0 }
summary { cursor: pointer; padding: .15rem 0 }
`;

/**
 * Renders the OpenAPI document as a self-contained page. Also returns its style, whose hash belongs
 * in the page's content security policy.
 */
export function renderDocs(document: OpenApi): { readonly page: string; readonly style: string } {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => section(`${method.toUpperCase()} ${path}`, operation)),
  );
  const { title, version, description } = document.info;
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} ${escape(version)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escape(title)} ${escape(version)}</h1>
<p>${inline(description)} For programs: <a href="/openapi.json">openapi.json</a>.</p>
<pre>curl --data-binary @seven.png -H 'Content-Type: image/png' http://127.0.0.1:8080/v1/read</pre>
${operations.join('\n')}
</body>
</html>
`;
  return { page, style: STYLE };
}

function section(
  title: string,
  { summary, description, parameters = [], requestBody, responses }: OpenApiOperation,
): string {
  const rows = parameters.map((parameter) => {
    const { name, in: place, description: text = '' } = parameter as Record<string, string>;
    return `<tr><td><code>${escape(name)}</code></td><td>${escape(place)}</td><td>${inline(text)}</td></tr>`;
  });
  const bodies = Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) =>
    details(`Body: ${type}`, schema),
  );
  const answers = Object.entries(responses).map(
    ([code, { description: text }]) => `<tr><td><code>${code}</code></td><td>${inline(text)}</td></tr>`,
  );
  const ok = responses['200'].content as Record<string, { readonly schema: unknown }> | undefined;
  return [
    `<h2><code>${escape(title)}</code></h2>`,
    `<p>${inline(summary)}. ${inline(description ?? '')}</p>`,
    rows.length > 0 ? `<table><caption hidden>Parameters</caption>${rows.join('')}</table>` : '',
    ...bodies,
    ...Object.entries(ok ?? {}).map(([type, { schema }]) => details(`Answer: ${type}`, schema)),
    `<details><summary>Statuses</summary><table>${answers.join('')}</table></details>`,
  ].join('\n');
}

function details(title: string, value: unknown): string {
  return `<details><summary>${escape(title)}</summary><pre>${escape(JSON.stringify(value, null, 2))}</pre></details>`;
}

/** Escapes text and renders `code` in it. */
function inline(text: string): string {
  return escape(text).replaceAll(/`([^`]*)`/g, '<code>$1</code>');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
