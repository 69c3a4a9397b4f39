/**
 * The floors of the house, from the ground up. A room imports itself and rooms of lower floors;
 * rooms of one floor do not import each other. `docs/architecture.md` draws the same picture.
 */
export const FLOORS = [
  ['errors', 'definedOnly', 'messageOf', 'platform'],
  ['random'],
  ['statistics'],
  ['image', 'kernels'],
  ['ink'],
  ['digits'],
  ['network'],
  ['formats'],
  ['recognizer'],
  ['numbers'],
  ['generated'],
  ['datasets'],
  ['leaks', 'training'],
  ['evaluation'],
  ['audit'],
  ['report'],
  ['workflows'],
  ['node', 'browser', 'api'],
  ['client', 'server'],
  ['cli', 'web'],
  ['numerist', 'numerist/train', 'numerist/node'],
];

/**
 * Entries of the package that are rooms of their own: they name what is exported, and nothing
 * imports them.
 */
const ENTRIES = new Map([
  ['src/index.ts', 'numerist'],
  ['src/train.ts', 'numerist/train'],
  ['src/node/index.ts', 'numerist/node'],
]);

/**
 * Lower rooms that a room must still not import, because it runs elsewhere.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const ELSEWHERE = {
  client: ['node', 'browser'],
  server: ['browser'],
  cli: ['browser', 'client'],
  web: ['node', 'server'],
  numerist: ['node', 'server', 'cli', 'web'],
  'numerist/train': ['node', 'browser', 'server', 'cli', 'web'],
  'numerist/node': ['browser', 'server', 'cli', 'web'],
};

/**
 * Packages and Node modules that a room may import; a room that is not listed imports none.
 *
 * @type {Readonly<Record<string, RegExp>>}
 */
const PACKAGES = {
  node: /./,
  server: /./,
  cli: /./,
  api: /^typebox$/,
  web: /^(preact|@preact\/signals|@noble\/hashes)(\/|$)/,
};

/**
 * @param {string} file path from the root, with `/`: src/ink/crop.ts
 * @returns {string} its room: ink
 */
export function roomOf(file) {
  const entry = ENTRIES.get(file);
  if (entry !== undefined) return entry;
  const [top = '', second = ''] = file.split('/');
  return top === 'src' ? second.replace(/(\.d)?\.ts$/, '') : top;
}

/**
 * Says why one room must not import another, or null if it may.
 *
 * @param {string} from
 * @param {string} to
 * @returns {string | null}
 */
export function arrowOffence(from, to) {
  if (from === to) return null;
  const [low, high] = [floorOf(to), floorOf(from)];
  if (low > high) return `${from} is below ${to}`;
  if (low === high) return `${from} and ${to} are on the same floor`;
  return (ELSEWHERE[from] ?? []).includes(to) ? `${from} runs without ${to}` : null;
}

/**
 * @param {string} room
 * @param {string} name of a package or a Node module: typebox, node:fs
 */
export function mayImportPackage(room, name) {
  return PACKAGES[room]?.test(name) ?? false;
}

/** @param {string} room */
export function isKnown(room) {
  return floorOf(room) >= 0;
}

/** @param {string} room */
function floorOf(room) {
  return FLOORS.findIndex((floor) => floor.includes(room));
}
