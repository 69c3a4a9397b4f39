import { effect, signal } from '@preact/signals';

import type { ModelFiles } from '../reader/messages.js';
import { recall, remember } from '../shell/remember.js';
import { getAll, put, remove } from '../store/database.js';
import { shippedModel } from './shippedModel.js';

/** A model that was trained in this browser. */
export interface OwnModel {
  /** Ids sort by time. */
  readonly id: string;
  /** Its name in lists. */
  readonly name: string;
  readonly files: ModelFiles;
}

/** All models of this browser, newest last. */
export const ownModels = signal<readonly OwnModel[]>([]);
/** The id of the model used in Read; '' is the shipped one. */
export const chosenId = signal(recall('model', ''));

effect(() => {
  remember('model', chosenId.value);
});

/** Resolves when the stored models are known. */
const modelsKnown: Promise<void> = getAll<OwnModel>('models').then(
  (kept) => {
    ownModels.value = kept;
    if (!kept.some(({ id }) => id === chosenId.value)) chosenId.value = '';
  },
  () => {
    chosenId.value = ''; // storage is not allowed: only the shipped model is available
  },
);

/** The files of the model with this id, or of the shipped one for '' and unknown ids. */
export async function filesOf(id: string): Promise<ModelFiles> {
  if (id !== '') await modelsKnown;
  return ownModels.value.find((model) => model.id === id)?.files ?? shippedModel();
}

/** The name of the model with this id. */
export function nameOf(id: string): string {
  return ownModels.value.find((model) => model.id === id)?.name ?? 'shipped';
}

export async function keepModel(name: string, files: ModelFiles): Promise<OwnModel> {
  const model = { id: Date.now().toString(36), name, files };
  await put('models', model.id, model);
  ownModels.value = [...ownModels.value, model];
  return model;
}

export async function forgetModel(id: string): Promise<void> {
  await remove('models', id);
  if (chosenId.value === id) chosenId.value = '';
  ownModels.value = ownModels.value.filter((model) => model.id !== id);
}
