/**
 * A circle of files for each group of files that reach one another: the shortest one through the
 * group's first file, with that file at both ends. Nothing if the graph has no circles.
 *
 * @param {ReadonlyMap<string, readonly string[]>} graph what each file imports
 * @returns {string[][]}
 */
export function findCircles(graph) {
  /** @type {Set<string>} */
  const done = new Set();
  const circles = [];
  for (const file of graph.keys()) {
    if (done.has(file)) continue;
    const circle = shortestCircle(graph, file);
    if (circle === null) continue;
    circles.push(circle);
    const below = reachedFrom(graph, file);
    for (const other of below) if (reachedFrom(graph, other).has(file)) done.add(other);
  }
  return circles;
}

/**
 * @param {ReadonlyMap<string, readonly string[]>} graph
 * @param {string} start
 * @returns {string[] | null}
 */
function shortestCircle(graph, start) {
  /** @type {Map<string, string>} */
  const cameFrom = new Map();
  const queue = [start];
  for (const file of queue) {
    for (const imported of graph.get(file) ?? []) {
      if (imported === start) return pathTo(file, [start]);
      if (cameFrom.has(imported)) continue;
      cameFrom.set(imported, file);
      queue.push(imported);
    }
  }
  return null;

  /** @type {(file: string, rest: string[]) => string[]} */
  function pathTo(file, rest) {
    const path = [file, ...rest];
    return file === start ? path : pathTo(cameFrom.get(file) ?? start, path);
  }
}

/**
 * @param {ReadonlyMap<string, readonly string[]>} graph
 * @param {string} start
 */
function reachedFrom(graph, start) {
  const reached = new Set(graph.get(start));
  for (const file of reached) for (const imported of graph.get(file) ?? []) reached.add(imported);
  return reached;
}
