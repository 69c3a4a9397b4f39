/**
 * What this browser stores in IndexedDB: trained models, the user's drawings, pictures to train on
 * and a training run in progress.
 */
const STORES = ['models', 'hand', 'data', 'runs'] as const;
export type StoreName = (typeof STORES)[number];

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('numerist', 1);
    request.onupgradeneeded = () => {
      for (const name of STORES) request.result.createObjectStore(name);
    };
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      opened = null;
      reject(
        new Error(`This browser does not let the page store anything (${request.error?.message ?? 'unknown reason'}).`),
      );
    };
  });
  return opened;
}

/**
 * Makes requests in one transaction. Resolves to the result of the last one when all data is
 * stored.
 */
async function ask<Value>(
  name: StoreName,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest | null,
): Promise<Value> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode);
    const request = act(transaction.objectStore(name));
    // Data is stored only when the transaction is complete.
    transaction.oncomplete = () => {
      resolve(request?.result as Value);
    };
    transaction.onabort = transaction.onerror = () => {
      reject(
        new Error(
          `The data could not be stored: ${transaction.error?.message ?? 'the storage refused'}. Free some space.`,
        ),
      );
    };
  });
}

/** The value of a key, or undefined if there is none. */
export function get<Value>(name: StoreName, key: string): Promise<Value | undefined> {
  return ask(name, 'readonly', (store) => store.get(key));
}

/** All values, in the order of their keys. */
export function getAll<Value>(name: StoreName): Promise<Value[]> {
  return ask(name, 'readonly', (store) => store.getAll());
}

export async function put(name: StoreName, key: string, value: unknown): Promise<void> {
  await ask(name, 'readwrite', (store) => store.put(value, key));
}

export async function remove(name: StoreName, key: string): Promise<void> {
  await ask(name, 'readwrite', (store) => store.delete(key));
}

export function getAllKeys(name: StoreName): Promise<string[]> {
  return ask(name, 'readonly', (store) => store.getAllKeys());
}

/** Stores all of the values, or none. */
export async function putAll(name: StoreName, entries: readonly (readonly [string, unknown])[]): Promise<void> {
  await ask(name, 'readwrite', (store) => {
    for (const [key, value] of entries) store.put(value, key);
    return null;
  });
}

/** Removes all of the keys, or none. */
export async function removeAll(name: StoreName, keys: readonly string[]): Promise<void> {
  await ask(name, 'readwrite', (store) => {
    for (const key of keys) store.delete(key);
    return null;
  });
}
