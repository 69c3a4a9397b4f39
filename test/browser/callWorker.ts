/** The part of a dedicated worker's global scope that this program uses. */
interface WorkerScope {
  addEventListener(type: 'message', listener: (event: { data: Call }) => void): void;
  postMessage(message: unknown): void;
}

export interface Call {
  /** File in this folder. */
  readonly module: string;
  readonly name: string;
  readonly argument: unknown;
}

// Calls a function of one of the programs in this folder, and answers with { value } or { error }.
const scope = globalThis as unknown as WorkerScope;
scope.addEventListener('message', ({ data: { module, name, argument } }) => {
  void (import(`./${module}`) as Promise<Record<string, (argument: unknown) => unknown>>)
    .then((program) => program[name](argument))
    .then(
      (value) => {
        scope.postMessage({ value });
      },
      (error: unknown) => {
        scope.postMessage({ error: String(error) });
      },
    );
});
