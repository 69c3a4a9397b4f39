/**
 * The lines of a Markdown file that are prose: no code blocks, tables, headings, HTML and front
 * matter.
 *
 * @param {string} text
 * @returns {{ number: number, text: string }[]}
 */
export function proseLines(text) {
  const lines = text.split('\n');
  let fence = lines[0] === '---' ? '---' : '';
  return lines.flatMap((line, i) => {
    const mark = /^\s*(```|~~~|---$)/.exec(line)?.[1] ?? '';
    if (fence !== '') {
      if (i > 0 && mark === fence) fence = '';
      return [];
    }
    if (mark === '```' || mark === '~~~') {
      fence = mark;
      return [];
    }
    return /^\s*(\||#|<|!\[|\[[^\]]+\]: )/.test(line) ? [] : [{ number: i + 1, text: line }];
  });
}
