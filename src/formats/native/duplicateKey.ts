/**
 * The first key that occurs twice in one object of a valid JSON text, or null. `JSON.parse`
 * silently keeps the last of them, so the other would never be checked.
 */
export function duplicateKey(json: string): string | null {
  const objects: (Set<string> | null)[] = []; // the keys of each open object, innermost last; null for an array
  let string = '';
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === '{') objects.push(new Set());
    else if (token === '[') objects.push(null);
    else if (token === '}' || token === ']') objects.pop();
    else if (token === ':') {
      const key = JSON.parse(string) as string;
      const keys = objects.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    } else string = token;
  }
  return null;
}
