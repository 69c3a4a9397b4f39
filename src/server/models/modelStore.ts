import { fileURLToPath } from 'node:url';

import type { ReloadAnswer } from '../../api/adminSchemas.js';
import type { ModelConfig } from '../../formats/native/modelConfig.js';
import type { Model } from '../../formats/native/modelFile.js';
import { messageOf } from '../../messageOf.js';
import { shippedModelsUrl } from '../../node/models/shippedModels.js';
import { RequestError } from '../requestError.js';
import type { ServerPool } from '../serverPool.js';
import { findModels, type ModelPlace } from './findModels.js';
import { modelFilesOf, readModelFiles, type CheckedFiles } from './readModelFiles.js';

/** A loaded version of a model. */
export interface LoadedModel {
  readonly name: string;
  readonly version: string;
  /** Identifies this version to the threads. */
  readonly key: string;
  readonly config: ModelConfig;
  readonly fingerprint: string;
}

interface Candidate extends Pick<ModelPlace, 'name' | 'version'> {
  readonly files: () => CheckedFiles;
}

/** The default model, if there is one with this name; otherwise the first model is the default. */
const USUAL_DEFAULT = 'standard';

/** The models of a server, by name and version. */
export class ModelStore {
  readonly #loaded = new Map<string, LoadedModel>();
  #reloading: Promise<ReloadAnswer> | null = null;
  #lastKey = 0;

  constructor(
    readonly pool: ServerPool,
    /**
     * A model, the path of one, or the path of a folder of models. @default the models of the
     * package
     */
    readonly source: Model | string | URL = shippedModelsUrl(),
    readonly defaultName?: string,
  ) {}

  /** Every version of every model. */
  get all(): readonly LoadedModel[] {
    return [...this.#loaded.values()];
  }

  /**
   * The model with the given name (@default the default model) and version (@default the newest).
   * Throws RequestError 404 if there is none.
   */
  find(name = this.defaultName ?? this.#usualDefault(), version?: string): LoadedModel {
    const versions = this.versionsOf(name);
    const found = version === undefined ? versions.at(-1) : versions.find((model) => model.version === version);
    if (found !== undefined) return found;
    const known = [...new Set(this.all.map((model) => model.name))].join(', ');
    const wanted = version === undefined ? 'of this name' : 'of this name and version';
    throw new RequestError(404, 'unknown_model', `there is no model ${wanted}; there are: ${known}`);
  }

  /** The versions of a model, the newest last; empty if there is no such model. */
  versionsOf(name: string): readonly LoadedModel[] {
    return this.all.filter((model) => model.name === name).sort((a, b) => Number(a.version) - Number(b.version));
  }

  /**
   * Loads new and changed models and unloads those that are gone. If a model cannot be loaded, it
   * is refused, and its old version continues to answer. Requests finish with the model they
   * started with. Two calls at once share one reload.
   */
  reload(): Promise<ReloadAnswer> {
    this.#reloading ??= this.#reload().finally(() => {
      this.#reloading = null;
    });
    return this.#reloading;
  }

  async #reload(): Promise<ReloadAnswer> {
    const outcome = { loaded: [] as string[], unchanged: [] as string[], removed: [] as string[] };
    const refused: { model: string; reason: string }[] = [];
    let candidates: readonly Candidate[];
    try {
      candidates = this.#candidates();
    } catch (error) {
      const unchanged = this.all.map(placeOf);
      return { ...outcome, unchanged, refused: [{ model: '*', reason: messageOf(error) }] };
    }
    for (const candidate of candidates) {
      const place = placeOf(candidate);
      try {
        outcome[(await this.#load(candidate)) ? 'loaded' : 'unchanged'].push(place);
      } catch (error) {
        refused.push({ model: place, reason: messageOf(error) });
      }
    }
    const places = new Set(candidates.map(placeOf));
    for (const [place, { key }] of this.#loaded) {
      if (places.has(place)) continue;
      this.#loaded.delete(place);
      this.pool.unload(key);
      outcome.removed.push(place);
    }
    return { ...outcome, refused };
  }

  #candidates(): readonly Candidate[] {
    const { source } = this;
    if (typeof source !== 'string' && 'config' in source) {
      return [{ name: source.config.architecture.name, version: '1', files: () => modelFilesOf(source) }];
    }
    const places = findModels(typeof source === 'string' ? source : fileURLToPath(source));
    return places.map(({ name, version, folder }) => ({ name, version, files: () => readModelFiles(folder) }));
  }

  /** Returns false if this very model is loaded already. */
  async #load({ name, version, files }: Candidate): Promise<boolean> {
    const { configText, weights, config, fingerprint } = files();
    const place = placeOf({ name, version });
    const old = this.#loaded.get(place);
    if (old?.fingerprint === fingerprint) return false;
    const key = `${place}#${++this.#lastKey}`;
    await this.pool.load(key, { name, version, configText, weights });
    this.#loaded.set(place, { name, version, key, config, fingerprint });
    if (old !== undefined) this.pool.unload(old.key);
    return true;
  }

  #usualDefault(): string {
    const names = this.all.map(({ name }) => name);
    return names.includes(USUAL_DEFAULT) ? USUAL_DEFAULT : (names.at(0) ?? USUAL_DEFAULT);
  }
}

function placeOf({ name, version }: Pick<ModelPlace, 'name' | 'version'>): string {
  return `${name}/${version}`;
}
