import type { LayerTable } from './layerTable.js';

const BYTES_PER_PARAMETER = 4;

/** The table in the layout of Keras' `model.summary()`, without a newline at the end. */
export function formatLayerTable(name: string, table: LayerTable): string {
  const head = ['Layer (type)', 'Output Shape', 'Param #'];
  const rows = table.layers.map((layer) => [
    `${layer.name} (${layer.type})`,
    `(None, ${layer.output.join(', ')})`,
    grouped(layer.parameters),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => cells[column].length)));
  const line = (left: string, fill: string, middle: string, right: string): string =>
    left + widths.map((width) => fill.repeat(width + 2)).join(middle) + right;
  const cells = ([first, second, third]: readonly string[], bar: string): string =>
    [first.padEnd(widths[0]), second.padEnd(widths[1]), third.padStart(widths[2])]
      .map((cell) => `${bar} ${cell} `)
      .join('') + bar;

  const total = table.trainable + table.nonTrainable;
  return [
    `Model: "${name}"`,
    line('┏', '━', '┳', '┓'),
    cells(head, '┃'),
    line('┡', '━', '╇', '┩'),
    rows.map((row) => cells(row, '│')).join(`\n${line('├', '─', '┼', '┤')}\n`),
    line('└', '─', '┴', '┘'),
    ` Total params: ${sized(total)}`,
    ` Trainable params: ${sized(table.trainable)}`,
    ` Non-trainable params: ${sized(table.nonTrainable)}`,
    ` Multiply-adds per image: ${grouped(table.multiplyAdds)}`,
  ].join('\n');
}

/** `37,818 (147.73 KB)` */
function sized(parameters: number): string {
  const bytes = parameters * BYTES_PER_PARAMETER;
  const [unit, scale] = bytes < 1024 ? ['B', 1] : bytes < 1024 ** 2 ? ['KB', 1024] : ['MB', 1024 ** 2];
  return `${grouped(parameters)} (${(bytes / scale).toFixed(2)} ${unit})`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
