/** One line on stderr that is overwritten with each update; silent if stderr is not a terminal. */
export interface ProgressLine {
  show(text: string): void;
  /** Removes the line. */
  clear(): void;
}

const SHOWN_EVERY_MS = 100;

export function createProgressLine(): ProgressLine {
  const { stderr } = process;
  let shown = -Infinity;
  return {
    show(text) {
      const now = performance.now();
      if (!stderr.isTTY || now - shown < SHOWN_EVERY_MS) return;
      shown = now;
      stderr.write(`\r\u001b[K${text.slice(0, stderr.columns - 1)}`);
    },
    clear() {
      if (stderr.isTTY && shown > -Infinity) stderr.write('\r\u001b[K');
    },
  };
}
