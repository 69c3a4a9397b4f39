import { readFileSync } from 'node:fs';

import { InvalidArgumentError } from 'commander';

import { messageOf } from '../messageOf.js';
import { explainSystemError } from '../node/files/explainSystemError.js';
import { checkKeys, type ApiKey } from '../server/http/apiKeys.js';
import { checkProxies } from '../server/http/checkProxies.js';
import { wholeNumber } from './parseNumber.js';
import { UsageError } from './usageError.js';

/**
 * One setting of the server, from a flag, the environment or a file, in this order of precedence.
 */
interface Setting {
  /** The argument in the help text; '' for a switch. */
  readonly argument: string;
  readonly description: string;
  /** Parses the value. Throws an error that says what it must be. */
  readonly parse: (text: string) => unknown;
  /** The default value, as text. */
  readonly fallback?: string;
}

const milliseconds = wholeNumber(1, 86_400_000);
const text = (value: string): string => {
  if (value !== '') return value;
  throw new InvalidArgumentError('must not be empty.');
};

/**
 * All settings, by their names in the file. `maxBytes` is the flag `--max-bytes` and the variable
 * `NUMERIST_MAX_BYTES`.
 */
export const SERVE_SETTINGS = {
  host: { argument: '<address>', description: 'address to listen on', parse: text, fallback: '127.0.0.1' },
  port: {
    argument: '<number>',
    description: 'port; 0 takes a free one',
    parse: wholeNumber(0, 65_535),
    fallback: '8080',
  },
  model: {
    argument: '<path>',
    description: 'a model, or a folder of models <name>/ or <name>/<version>/ (default: the models of the package)',
    parse: text,
  },
  defaultModel: {
    argument: '<name>',
    description: "model for requests that name none (default: 'standard', or the first)",
    parse: text,
  },
  keys: { argument: '<file>', description: 'API keys: a JSON list of { name, sha256, scopes }', parse: readKeys },
  rateLimit: {
    argument: '<n>',
    description: 'requests per second per client; 0: no limit',
    parse: wholeNumber(0),
    fallback: '0',
  },
  threads: { argument: '<n>', description: 'worker threads (default: one per processor)', parse: wholeNumber(1, 1024) },
  maxBytes: {
    argument: '<n>',
    description: 'largest body, in bytes',
    parse: wholeNumber(1, 2 ** 30),
    fallback: '16777216',
  },
  maxPixels: {
    argument: '<n>',
    description: 'largest picture, in pixels',
    parse: wholeNumber(1, 2 ** 28),
    fallback: '25000000',
  },
  maxPictures: {
    argument: '<n>',
    description: 'most pictures per request',
    parse: wholeNumber(1, 100_000),
    fallback: '1024',
  },
  queueSize: {
    argument: '<n>',
    description: 'requests that may wait for a thread',
    parse: wholeNumber(0, 100_000),
    fallback: '128',
  },
  queueTimeoutMs: {
    argument: '<ms>',
    description: 'longest wait for a thread',
    parse: milliseconds,
    fallback: '10000',
  },
  workTimeoutMs: { argument: '<ms>', description: 'longest work on a request', parse: milliseconds, fallback: '30000' },
  headersTimeoutMs: {
    argument: '<ms>',
    description: 'time for the headers to arrive',
    parse: milliseconds,
    fallback: '10000',
  },
  requestTimeoutMs: {
    argument: '<ms>',
    description: 'time for a whole request to arrive',
    parse: milliseconds,
    fallback: '30000',
  },
  drainMs: {
    argument: '<ms>',
    description: 'keeps answering this long after SIGTERM',
    parse: wholeNumber(0, 600_000),
    fallback: '5000',
  },
  adminPort: {
    argument: '<number>',
    description: 'port for metrics and admin calls, which are then answered only there; 0 takes a free one',
    parse: wholeNumber(0, 65_535),
  },
  trustProxy: {
    argument: '<list>',
    description: 'proxies whose X-Forwarded-For is trusted: addresses, ranges',
    parse: (list: string) => {
      checkProxies(list);
      return list;
    },
  },
  logLevel: {
    argument: '<level>',
    description: 'trace, debug, info, warn, error or silent (default: info; warn on a terminal)',
    parse: (level: string) => {
      if (/^(trace|debug|info|warn|error|silent)$/.test(level)) return level;
      throw new InvalidArgumentError(`must be trace, debug, info, warn, error or silent. Received ${level}.`);
    },
  },
} as const satisfies Readonly<Record<string, Setting>>;

type Settings = typeof SERVE_SETTINGS;
type Name = keyof Settings;

/** The values of the settings; undefined if the user gave none and there is no default. */
export type ServeSettings = {
  readonly [K in Name]: Settings[K] extends { fallback: string }
    ? ReturnType<Settings[K]['parse']>
    : ReturnType<Settings[K]['parse']> | undefined;
};

/** `maxBytes` as `max-bytes` or `MAX_BYTES`. */
export function flagName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * Reads the settings from flags, then the environment, then a JSON file, then the defaults. Throws
 * a UsageError that names the setting and its source, also for unknown settings.
 */
export function readServeSettings(
  flags: Readonly<Record<string, string | undefined>>,
  env: Readonly<Record<string, string | undefined>>,
): ServeSettings {
  const path = flags.config ?? env.NUMERIST_CONFIG;
  const file = path === undefined ? {} : readFile(path);
  const settings: Partial<Record<Name, unknown>> = {};
  for (const [name, setting] of Object.entries<Setting>(SERVE_SETTINGS)) {
    const variable = `NUMERIST_${flagName(name).replaceAll('-', '_').toUpperCase()}`;
    const [given, source] = [
      [flags[name], `--${flagName(name)}`],
      [env[variable], variable],
      [file[name], path],
      [setting.fallback, 'default'],
    ].find(([value]) => value !== undefined) ?? [undefined, ''];
    if (given === undefined) continue;
    try {
      settings[name as Name] = setting.parse(given);
    } catch (error) {
      throw new UsageError(`${name} (${source ?? ''}) ${messageOf(error)}`, { cause: error });
    }
  }
  return settings as ServeSettings;
}

function readFile(path: string): Readonly<Record<string, string>> {
  const json = readJson(path);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new UsageError(`${path} must be an object of settings.`);
  }
  return Object.fromEntries(
    Object.entries(json).map(([name, value]: [string, unknown]) => {
      if (!Object.hasOwn(SERVE_SETTINGS, name)) {
        throw new UsageError(
          `${path}: there is no setting ${name}; there are: ${Object.keys(SERVE_SETTINGS).join(', ')}.`,
        );
      }
      if (typeof value === 'string' || typeof value === 'number') return [name, String(value)];
      throw new UsageError(`${path}: ${name} must be a string or a number. Received ${JSON.stringify(value)}.`);
    }),
  );
}

function readKeys(path: string): readonly ApiKey[] {
  const json = readJson(path);
  try {
    const keys = checkKeys(json);
    // An empty list would admit everybody, which a user who gives a key file does not want.
    if (keys.length === 0) throw new TypeError('there must be at least one key.');
    return keys;
  } catch (error) {
    throw new UsageError(`${path}: ${messageOf(error)}`, { cause: error });
  }
}

function readJson(path: string): unknown {
  let content;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(explainSystemError(`cannot read ${path}`, error).message, { cause: error });
  }
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new UsageError(`${path} must be JSON. ${messageOf(error)}.`, { cause: error });
  }
}
