const PAGE_BYTES = 65_536;
/** All that 32-bit addresses reach: 4 GiB. */
const MAX_PAGES = 65_536;

/**
 * Memory of `pages` pages for a network, which takes `batch` images at a time. Throws RangeError,
 * with what can be done, if there is not so much.
 */
export function createMemory(pages: number, batch: number, shared = false): WebAssembly.Memory {
  const needed = `${Math.ceil((pages * PAGE_BYTES) / 1e6).toLocaleString('en')} MB of WebAssembly memory`;
  const smaller = batch > 1 ? ` A batch smaller than ${batch} needs less.` : '';
  if (pages > MAX_PAGES) throw new RangeError(`the network needs ${needed}, and 4,294 MB are the most.${smaller}`);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  } catch (cause) {
    throw new RangeError(`the network needs ${needed}, which the system does not give.${smaller} ${MORE_MEMORY}`, {
      cause,
    });
  }
}

/** What to do where WebAssembly gets no memory. */
export const MORE_MEMORY =
  'Free memory, or raise the limit of the process. ' +
  'Where `ulimit -v` is below 12 GB, set NODE_OPTIONS=--disable-wasm-trap-handler.';
