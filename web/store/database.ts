/** What is kept in this browser, in IndexedDB: trained models, drawings of one's own, pictures to train on, a run in progress. */
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
      reject(new Error(`This browser keeps nothing for this page (${request.error?.message ?? 'unknown reason'}).`));
    };
  });
  return opened;
}

async function ask<Value>(
  name: StoreName,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest,
): Promise<Value> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode);
    const request = act(transaction.objectStore(name));
    // Only when the transaction is complete is something kept.
    transaction.oncomplete = () => {
      resolve(request.result as Value);
    };
    transaction.onabort = transaction.onerror = () => {
      reject(
        new Error(`Nothing could be kept: ${transaction.error?.message ?? 'the storage refused'}. Free some space.`),
      );
    };
  });
}

/** The value of a key, or undefined. */
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
