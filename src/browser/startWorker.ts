/** The script has to come over the network, and a busy machine has to run it. */
const START_MS = 60_000;

/**
 * Starts a worker that waits to join a crew, for as long as it takes. Rejects if it cannot start,
 * or has not started after a minute.
 */
export async function startWorker(): Promise<Worker> {
  // Bundlers look for exactly this form.
  const worker = new Worker(new URL('./engineWorker.js', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const started = new Promise((resolve, reject) => {
    timer = setTimeout(() => {
      worker.terminate();
      reject(new Error(`waited ${START_MS / 1000} s for a worker to start`));
    }, START_MS);
    worker.addEventListener('message', resolve, { once: true });
    worker.addEventListener('error', reject, { once: true });
    // Until the worker's script has run, Chromium holds messages to it back in this thread, which
    // will soon be blocked. Only an answer shows that the script has run.
    worker.postMessage(null);
  });
  try {
    await started;
    return worker;
  } finally {
    clearTimeout(timer);
  }
}
