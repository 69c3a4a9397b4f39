/** One line on stderr that is written over and over; silent where stderr is no terminal. */
export interface ProgressLine {
  show(text: string): void;
  /** Takes the line away. */
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
