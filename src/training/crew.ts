import { type Crew, soloCrew } from '../network/program.js';

// Threads that share one memory meet by Atomics on a few integers of it. A waiting thread spins for some microseconds, which
// is all it takes between two stages of a step, and sleeps after that.

const GENERATION = 0; // number of commands given so far
const COMMAND = 1; // index in COMMANDS
const COUNT = 2; // images of the step
const ARRIVED = 3; // threads waiting at the meeting point
const MEETINGS = 4; // meetings so far
const FAILED = 5; // 1: a thread has thrown
const TAKEN = 16; // from here on: pieces taken of each stage
const MAX_STAGES = 240;
export const CONTROL_LENGTH = TAKEN + MAX_STAGES;

const COMMANDS = ['stop', 'train', 'predict', 'measure'] as const;
type Command = (typeof COMMANDS)[number];

const SPINS = 20_000;
const SLEEP_MS = 1_000;
const PATIENCE_MS = 120_000;

export interface CrewControl extends Crew {
  /** Thread 0: gives all threads a command. */
  start(command: Command, n: number): void;
  /** The others: wait for a command. */
  next(): { command: Command; n: number };
  /** Tells all that this thread has thrown, so that nobody waits for it. */
  fail(): void;
}

export function createCrew(control: Int32Array, thread: number, threads: number): CrewControl {
  let generation = 0;
  const checkFailed = (): void => {
    if (Atomics.load(control, FAILED) !== 0) throw new Error('threads: another thread has failed.');
  };
  /** Returns when control[index] is no longer `value`. */
  const waitWhile = (index: number, value: number, patienceMs: number, what: string): void => {
    for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(control, index) !== value) return;
    let waitedMs = 0;
    while (Atomics.load(control, index) === value) {
      checkFailed();
      if (waitedMs >= patienceMs)
        throw new Error(`threads: waited ${patienceMs / 1000} s for ${what}; a worker may have died.`);
      if (Atomics.wait(control, index, value, SLEEP_MS) === 'timed-out') waitedMs += SLEEP_MS;
    }
  };
  return {
    thread,
    take(stage) {
      if (stage >= MAX_STAGES) throw new RangeError(`threads: a program may have ${MAX_STAGES} stages. Received more.`);
      return Atomics.add(control, TAKEN + stage, 1);
    },
    meet() {
      const meeting = Atomics.load(control, MEETINGS);
      if (Atomics.add(control, ARRIVED, 1) === threads - 1) {
        Atomics.store(control, ARRIVED, 0);
        Atomics.add(control, MEETINGS, 1);
        Atomics.notify(control, MEETINGS);
      } else waitWhile(MEETINGS, meeting, PATIENCE_MS, `all ${threads} threads to end a stage`);
      checkFailed();
    },
    start(command, n) {
      checkFailed();
      control.fill(0, TAKEN);
      Atomics.store(control, COMMAND, COMMANDS.indexOf(command));
      Atomics.store(control, COUNT, n);
      Atomics.add(control, GENERATION, 1);
      Atomics.notify(control, GENERATION);
    },
    next() {
      waitWhile(GENERATION, generation, Infinity, 'a command'); // by design: training may pause for as long as it likes
      generation++;
      return { command: COMMANDS[Atomics.load(control, COMMAND)], n: Atomics.load(control, COUNT) };
    },
    fail() {
      Atomics.store(control, FAILED, 1);
      Atomics.notify(control, MEETINGS);
    },
  };
}

/** One thread alone: there is nobody to give commands to. */
export function soloControl(): CrewControl {
  return {
    ...soloCrew(),
    start: () => undefined,
    next: () => ({ command: 'stop', n: 0 }),
    fail: () => undefined,
  };
}
