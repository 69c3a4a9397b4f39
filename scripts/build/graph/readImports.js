import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

import ts from 'typescript';

/**
 * The TypeScript files below some folders of `root`, as sorted paths from it with `/`.
 *
 * @param {string} root
 * @param {readonly string[]} folders
 */
export function listSources(root, folders) {
  return folders.flatMap((folder) => listFolder(root, folder)).sort();
}

/**
 * What a file imports, as written: of values and of types, exports from elsewhere, `import()` of
 * either, each specifier once. An `import()` of a computed path is not seen.
 *
 * @param {string} root
 * @param {string} file
 * @returns {string[]}
 */
export function readImports(root, file) {
  const text = readFileSync(join(root, file), 'utf8');
  /** @type {Set<string>} */
  const found = new Set();
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return [...found];

  /** @param {ts.Node} node */
  function visit(node) {
    const specifier = specifierOf(node);
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) found.add(specifier.text);
    ts.forEachChild(node, visit);
  }
}

/**
 * The file that a relative import means, or null if there is none.
 *
 * @param {string} file the importing file
 * @param {string} specifier ./crop.js
 * @param {ReadonlySet<string>} files all files
 */
export function resolveImport(file, specifier, files) {
  const path = posix.join(posix.dirname(file), specifier).replace(/\.js$/, '');
  return ['.ts', '.tsx', '.d.ts'].map((ending) => path + ending).find((candidate) => files.has(candidate)) ?? null;
}

/**
 * @param {ts.Node} node
 * @returns {ts.Node | undefined}
 */
function specifierOf(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  const isImport = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isImport ? node.arguments[0] : undefined;
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function listFolder(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : listFolder(root, path);
    return /\.(ts|tsx|js)$/.test(entry.name) ? [path] : [];
  });
}
