import { readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/** Added to the niceness of the process; gives a third of the weight. */
const NICER = 5;

/**
 * Gives the thread that talks to the clients priority over this one: it has little to do, and
 * everything waits for it. Works on Linux, where each thread has its own priority; does nothing if
 * the system does not allow it.
 */
export function giveWay(): void {
  try {
    const thread = readlinkSync('/proc/thread-self'); // <process>/task/<thread>
    setPriority(Number(thread.split('/').at(-1)), Math.min(getPriority() + NICER, constants.priority.PRIORITY_LOW));
  } catch {
    // Without it, only answers under load are slower.
  }
}
