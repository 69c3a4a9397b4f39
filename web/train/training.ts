import { computed, signal } from '@preact/signals';

import { lab } from '../lab/lab.js';
import type { ImportReport, LabStep } from '../lab/messages.js';
import type { TrainState } from '../lab/trainNews.js';
import { defaultSettings, type TrainSettings } from '../lab/trainSettings.js';
import { keepModel, type OwnModel } from '../models/chosenModel.js';
import { recall, remember } from '../shell/remember.js';
import { forgetRun, shownRun } from '../store/browserRuns.js';
import { get, removeAll } from '../store/database.js';

// The state of Train while the page is open. An unfinished run is also stored in the browser.
export const settings = signal<TrainSettings>({ ...defaultSettings, ...recall<Partial<TrainSettings>>('train', {}) });
/** The run that is shown; null before the first one. */
export const currentRun = signal<TrainState | null>(null);
/** The model of the finished run; null before. */
export const trained = signal<OwnModel | null>(null);
/** Message of the last error; null if there is none. */
export const trainingTrouble = signal<string | null>(null);
/** The user's pictures to train on; null if there are none. */
export const imported = signal<ImportReport | null>(null);
/** Progress of importing pictures; null while none are being imported. */
export const importing = signal<LabStep | null>(null);

export const isRunning = computed(() => {
  const phase = currentRun.value?.phase;
  return phase !== undefined && phase !== 'paused' && phase !== 'done' && phase !== 'failed';
});

/** Shows the stored run, which was left unfinished, for example by closing the page. */
export async function recallRun(): Promise<void> {
  if (currentRun.value !== null) return;
  const kept = await shownRun<TrainState>().catch(() => undefined);
  if (kept !== undefined) currentRun.value ??= { ...kept, phase: 'paused' };
}

/** A report as an earlier version of this page stored it: without notes. */
type StoredReport = Omit<ImportReport, Noted> & Partial<Pick<ImportReport, Noted>>;
type Noted = 'notes' | 'warnings';

/** Shows the pictures that were imported at an earlier visit. */
export async function recallImported(): Promise<void> {
  if (imported.value !== null) return;
  const kept = await get<StoredReport>('data', 'own report').catch(() => undefined);
  if (kept !== undefined) imported.value ??= { ...kept, notes: kept.notes ?? [], warnings: kept.warnings ?? [] };
}

/**
 * Deletes the imported pictures from this browser. They stay on the screen until they are deleted,
 * so that no reload shows them again.
 */
export async function forgetImported(): Promise<void> {
  await removeAll('data', ['own', 'own report']);
  imported.value = null;
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

/** Deletes the stored run. */
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

/** Imports a zip, or the files of a folder, to train on. */
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
