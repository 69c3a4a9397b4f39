import { definedOnly } from '../../definedOnly.js';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The proxies that the environment names, as curl and npm read it. */
export interface ProxySettings {
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  /** Hosts that are asked without a proxy. */
  readonly noProxy: string;
}

let made: { readonly key: string; readonly fetch: Fetch } | undefined;

/**
 * `fetch` through the proxies that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, in upper or lower
 * case. Node's own knows none of them. Rejects with Error if a proxy is not an http(s) URL.
 */
export async function proxiedFetch(): Promise<Fetch> {
  const settings = readProxySettings(process.env);
  // Bun and Deno read the variables themselves.
  if (settings === null || 'bun' in process.versions || 'deno' in process.versions) return fetch;
  const key = JSON.stringify(settings);
  if (made?.key !== key) made = { key, fetch: await makeFetch(settings) };
  return made.fetch;
}

/** Null if the environment names no proxy. Throws Error if one is not an http(s) URL. */
export function readProxySettings(env: Readonly<Record<string, string | undefined>>): ProxySettings | null {
  const httpProxy = proxyUrl('HTTP_PROXY', env);
  const httpsProxy = proxyUrl('HTTPS_PROXY', env) ?? httpProxy;
  if (httpsProxy === undefined) return null;
  return definedOnly({ httpProxy, httpsProxy, noProxy: valueOf('NO_PROXY', env) });
}

/** ` (the environment names the proxy ...)`, without its password; empty if it names none. */
export function proxyHint(url: string): string {
  const settings = readProxySettings(process.env);
  const proxy = /^https:/i.test(url) ? settings?.httpsProxy : settings?.httpProxy;
  return proxy === undefined ? '' : ` (the environment names the proxy ${hidden(proxy)})`;
}

/** In lower case it wins, as in curl. */
function valueOf(name: string, env: Readonly<Record<string, string | undefined>>): string {
  return env[name.toLowerCase()] ?? env[name] ?? '';
}

function proxyUrl(name: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const value = valueOf(name, env).trim();
  if (value === '') return undefined;
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (/^https?:/i.test(url) && URL.canParse(url)) return url;
  throw new Error(`${name} must be the URL of a proxy, such as http://proxy.example:3128. Received ${hidden(value)}.`);
}

/** Without user and password. */
function hidden(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}

async function makeFetch(settings: ProxySettings): Promise<Fetch> {
  const undici = await import('undici');
  // undici takes over the variables of the environment where it is given none.
  const dispatcher = new undici.EnvHttpProxyAgent({ httpProxy: '', ...settings });
  // Its types and Node's of the same fetch differ by version.
  const send = undici.fetch as unknown as (url: string, init: object) => Promise<Response>;
  return (url, init) => send(url, { ...init, dispatcher });
}
