import { readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/** More niceness than the process has: a third of the weight. */
const NICER = 5;

/**
 * Lets the thread that speaks with the clients go before this one where both want a processor: it has little to do, and all wait for
 * it. On Linux, where threads have priorities of their own; where the system does not let us, nothing happens.
 */
export function giveWay(): void {
  try {
    const thread = readlinkSync('/proc/thread-self'); // <process>/task/<thread>
    setPriority(Number(thread.split('/').at(-1)), Math.min(getPriority() + NICER, constants.priority.PRIORITY_LOW));
  } catch {
    // Only answers under load come later.
  }
}
