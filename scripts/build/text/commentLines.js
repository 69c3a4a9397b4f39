import ts from 'typescript';

/**
 * The lines of a file that have only a comment on them. Lines with a type in JSDoc are code, not
 * text.
 *
 * @param {string} file its ending says the language: TypeScript, JavaScript, Python or shell
 * @param {string} text
 * @returns {{ number: number, text: string }[]}
 */
export function commentLines(file, text) {
  const lines = text.split('\n');
  if (/\.(py|sh)$/.test(file)) {
    return lines.flatMap((line, i) => (/^\s*#/.test(line) ? [{ number: i + 1, text: line }] : []));
  }
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  /** @type {Map<number, string>} */
  const found = new Map();
  for (const { pos, end } of commentsOf(source)) {
    const first = source.getLineAndCharacterOfPosition(pos).line;
    const last = source.getLineAndCharacterOfPosition(end).line;
    const begins = text.slice(source.getPositionOfLineAndCharacter(first, 0), pos).trim() === '';
    for (let i = begins ? first : first + 1; i <= last; i++) {
      if (!/@\w+ \{/.test(lines[i])) found.set(i + 1, lines[i]);
    }
  }
  return [...found].map(([number, line]) => ({ number, text: line }));
}

/**
 * The comments between the tokens of a file, not what looks like one in a string.
 *
 * @param {ts.SourceFile} source
 * @returns {ts.CommentRange[]}
 */
function commentsOf(source) {
  /** @type {ts.CommentRange[]} */
  const comments = [];
  visit(source);
  return comments;

  /** @param {ts.Node} node */
  function visit(node) {
    const children = node.getChildren(source).filter((child) => !isJSDoc(child));
    for (const child of children) visit(child);
    if (children.length > 0 || node.kind === ts.SyntaxKind.JsxText) return;
    const ranges = [
      ts.getTrailingCommentRanges(source.text, node.pos),
      ts.getLeadingCommentRanges(source.text, node.pos),
    ];
    comments.push(...ranges.flatMap((range) => range ?? []));
  }
}

/** @param {ts.Node} node */
function isJSDoc({ kind }) {
  return kind >= ts.SyntaxKind.FirstJSDocNode && kind <= ts.SyntaxKind.LastJSDocNode;
}
