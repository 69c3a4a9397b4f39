import { computed, signal } from '@preact/signals';

import { lab } from '../lab/lab.js';
import type { ImportReport, LabStep } from '../lab/messages.js';
import type { TrainState } from '../lab/trainNews.js';
import { defaultSettings, type TrainSettings } from '../lab/trainSettings.js';
import { keepModel, type OwnModel } from '../models/chosenModel.js';
import { recall, remember } from '../shell/remember.js';
import { forgetRun, shownRun } from '../store/browserRuns.js';
import { get, remove } from '../store/database.js';

// What Train holds as long as the page is open; a run that is not finished is kept in the browser as well.
export const settings = signal<TrainSettings>({ ...defaultSettings, ...recall<Partial<TrainSettings>>('train', {}) });
/** The run that is shown; null before the first. */
export const currentRun = signal<TrainState | null>(null);
/** The model of the run, when it is done. */
export const trained = signal<OwnModel | null>(null);
export const trainingTrouble = signal<string | null>(null);
/** What was brought to train on, and how far bringing it is. */
export const imported = signal<ImportReport | null>(null);
export const importing = signal<LabStep | null>(null);

export const isRunning = computed(() => {
  const phase = currentRun.value?.phase;
  return phase !== undefined && phase !== 'paused' && phase !== 'done' && phase !== 'failed';
});

/** Shows a run that was left unfinished, by closing the page for instance. */
export async function recallRun(): Promise<void> {
  if (currentRun.value !== null) return;
  const kept = await shownRun<TrainState>().catch(() => undefined);
  if (kept !== undefined) currentRun.value ??= { ...kept, phase: 'paused' };
}

/** Shows what was brought at an earlier visit. */
export async function recallImported(): Promise<void> {
  if (imported.value !== null) return;
  const kept = await get<ImportReport>('data', 'own report').catch(() => undefined);
  if (kept !== undefined) imported.value ??= kept;
}

/** Takes the pictures that were brought out of this browser. */
export async function forgetImported(): Promise<void> {
  imported.value = null;
  await Promise.all([remove('data', 'own'), remove('data', 'own report')]);
}

export function change(changed: Partial<TrainSettings>): void {
  settings.value = { ...settings.value, ...changed };
  remember('train', settings.value);
}

export function start(): Promise<void> {
  trained.value = null;
  return follow({ settings: settings.value });
}

export function resume(): Promise<void> {
  return follow({ resume: true });
}

export async function pause(): Promise<void> {
  await lab().call('stop', null);
}

/** Ends the run for good. */
export async function discard(): Promise<void> {
  await forgetRun();
  currentRun.value = null;
}

async function follow(request: { settings: TrainSettings } | { resume: true }): Promise<void> {
  trainingTrouble.value = null;
  try {
    const state = await lab().call('train', request, {
      onNews: (news) => {
        currentRun.value = news;
      },
    });
    currentRun.value = state;
    if (state.result === null) return;
    const { architecture, source } = state.settings;
    const accuracy = (100 * (1 - state.result.errors / state.result.n)).toFixed(2);
    trained.value = await keepModel(`${architecture}, ${source}, ${accuracy} %`, state.result.files);
  } catch (error) {
    trainingTrouble.value = error instanceof Error ? error.message : String(error);
    currentRun.value = currentRun.value === null ? null : { ...currentRun.value, phase: 'failed' };
  }
}

/** Takes a zip, or the files of a folder, to train on. */
export async function bring(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  trainingTrouble.value = null;
  const placed = files.map((file) => ({
    path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    file,
  }));
  try {
    imported.value = await lab().call(
      'import',
      { files: placed },
      {
        onNews: (step) => {
          importing.value = step;
        },
      },
    );
    change({ source: 'own' });
  } catch (error) {
    trainingTrouble.value = error instanceof Error ? error.message : String(error);
  } finally {
    importing.value = null;
  }
}
