const TEXTS = {
  full: 'the queue is full',
  late: 'the work has waited too long and was not begun',
  lost: 'the thread that did the work has ended',
  cancelled: 'the work was cancelled before it was begun',
  stopping: 'the pool is closed',
};

export type PoolErrorReason = keyof typeof TEXTS;

/** Why a pool has not done some work. */
export class PoolError extends Error {
  override readonly name = 'PoolError';

  constructor(readonly reason: PoolErrorReason) {
    // Without a stack: it would cost more than the rest of a refusal, and there may be many.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(TEXTS[reason]);
    Error.stackTraceLimit = stackTraceLimit;
  }
}
