import { markup, Markup } from './charts/markup.js';
import { DECISIONS_STYLE } from './decisions.js';
import { REPORT_STYLE } from './reportStyle.js';

export interface PageHead {
  readonly title: string;
  /** Hashes of the page's own scripts; it runs no others. */
  readonly scriptHashes: readonly string[];
  /** CSS to add to the style of all pages. @default none */
  readonly style?: string;
}

/** The start of a page, up to its body. Its content security policy lets it load nothing. */
export function pageHead({ title, scriptHashes, style = '' }: PageHead): Markup {
  const scripts = scriptHashes.map((hash) => `'${hash}'`).join(' ');
  const policy = `default-src 'none'; script-src ${scripts}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="numerist">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Markup(REPORT_STYLE + DECISIONS_STYLE + style)}</style>
</head>`;
}
