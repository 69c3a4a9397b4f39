import { signal } from '@preact/signals';

import type { ModelFiles } from '../reader/messages.js';

/** A model that was trained in this browser. */
export interface OwnModel {
  readonly id: string;
  /** As a person called it. */
  readonly name: string;
  readonly files: ModelFiles;
}

/** The model that Read reads with; null is the shipped one. */
export const chosenModel = signal<OwnModel | null>(null);
