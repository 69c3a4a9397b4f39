/** Small things that survive a reload, as JSON in the local storage. */
export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`numerist.${key}`, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the page works, and forgets.
  }
}

/** What was remembered, or `otherwise`. */
export function recall<Value>(key: string, otherwise: Value): Value {
  try {
    const text = localStorage.getItem(`numerist.${key}`);
    return text === null ? otherwise : (JSON.parse(text) as Value);
  } catch {
    return otherwise;
  }
}
