/** Stores a small value as JSON in the local storage, so that it survives a reload. */
export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`numerist.${key}`, JSON.stringify(value));
  } catch {
    // Storage is full or not allowed: the page works without it.
  }
}

/** The stored value, or `otherwise` if there is none. */
export function recall<Value>(key: string, otherwise: Value): Value {
  try {
    const text = localStorage.getItem(`numerist.${key}`);
    return text === null ? otherwise : (JSON.parse(text) as Value);
  } catch {
    return otherwise;
  }
}
