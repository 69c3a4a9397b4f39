import { ModelFileError } from '../../errors.js';

/**
 * A value in a config.json, with its path. Every check that fails throws a ModelFileError that
 * names the path, what is expected and what is there.
 */
export class ConfigField {
  constructor(
    readonly value: unknown,
    /** For instance `architecture.layers[0].filters`; empty for the whole file. */
    readonly path = '',
  ) {}

  /** A ModelFileError: `config.json: temperature must be above 0. Received -1.` */
  error(expected: string): ModelFileError {
    const received = this.value === undefined ? 'nothing' : JSON.stringify(this.value);
    const shown = received.length > 80 ? `${received.slice(0, 79)}…` : received;
    const subject = this.path === '' ? '' : `${this.path} `;
    return new ModelFileError(`config.json: ${subject}${expected}. Received ${shown}.`);
  }

  field(name: string): ConfigField {
    const found = this.entries().find(([key]) => key === name);
    return found?.[1] ?? new ConfigField(undefined, this.pathTo(name));
  }

  /** The field, if the object has it. */
  optional(name: string): ConfigField | undefined {
    const found = this.field(name);
    return found.value === undefined ? undefined : found;
  }

  /** The fields of an object. */
  entries(): [string, ConfigField][] {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) {
      throw this.error('must be an object');
    }
    return Object.entries(this.value).map(([name, value]) => [name, new ConfigField(value, this.pathTo(name))]);
  }

  /** The items of an array. */
  items(): ConfigField[] {
    if (!Array.isArray(this.value)) throw this.error('must be an array');
    return this.value.map((value: unknown, index) => new ConfigField(value, `${this.path}[${index}]`));
  }

  string(): string {
    if (typeof this.value !== 'string') throw this.error('must be a string');
    return this.value;
  }

  number(): number {
    if (typeof this.value !== 'number' || !Number.isFinite(this.value)) throw this.error('must be a finite number');
    return this.value;
  }

  numberAbove(limit: number): number {
    const value = this.number();
    if (value <= limit) throw this.error(`must be above ${limit}`);
    return value;
  }

  /** At least 0 and below 1. */
  share(): number {
    const value = this.number();
    if (value < 0 || value >= 1) throw this.error('must be at least 0 and below 1');
    return value;
  }

  wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.number();
    if (!Number.isSafeInteger(value) || value < least) throw this.error(`must be a whole number from ${least}`);
    if (value > most) throw this.error(`must be at most ${most}`);
    return value;
  }

  oneOf<T extends string | number>(allowed: readonly T[]): T {
    const found = allowed.find((candidate) => candidate === this.value);
    if (found !== undefined) return found;
    throw this.error(`must be ${allowed.map((candidate) => JSON.stringify(candidate)).join(' or ')}`);
  }

  private pathTo(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }
}
