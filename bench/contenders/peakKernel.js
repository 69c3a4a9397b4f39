// A loop of nothing but multiplications and additions: the speed that the best kernel could reach.
// Encodings: WebAssembly core specification 2.0, section 5, and the relaxed-SIMD proposal.

/**
 * A function `loop(n)` whose tile is `rows` scalars by `vectors` vectors of four: n times `steps`
 * steps, unrolled, each of rows * vectors * 4 multiply-adds on operands in the first-level cache.
 * `relaxed`: one instruction multiplies and adds.
 */
export function compilePeak({ rows, vectors, steps, relaxed }) {
  const accumulator = (row, vector) => 1 + row * vectors + vector; // local 0 is n
  const right = 1 + rows * vectors;
  const left = right + vectors;
  const code = [0x03, 0x40]; // loop
  for (let step = 0; step < steps; step++) {
    for (let vector = 0; vector < vectors; vector++) {
      const at = 4096 + (step * vectors + vector) * 16;
      code.push(0x41, 0, 0xfd, 0x00, 4, ...unsigned(at), 0x21, right + vector); // v128.load, local.set
    }
    for (let row = 0; row < rows; row++) {
      code.push(0x41, 0, 0xfd, 0x09, 2, ...unsigned((step * rows + row) * 4), 0x21, left); // v128.load32_splat
      for (let vector = 0; vector < vectors; vector++) {
        const sum = accumulator(row, vector);
        if (relaxed) code.push(0x20, left, 0x20, right + vector, 0x20, sum, 0xfd, 0x85, 0x02);
        else code.push(0x20, left, 0x20, right + vector, 0xfd, 0xe6, 0x01, 0x20, sum, 0xfd, 0xe4, 0x01);
        code.push(0x21, sum);
      }
    }
  }
  code.push(0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b); // n - 1, again while it is above 0
  for (let i = 0; i < rows * vectors; i++) {
    code.push(0x41, 0, 0x20, 1 + i, 0xfd, 0x0b, 4, ...unsigned(32768 + i * 16)); // v128.store: the sums are needed
  }
  code.push(0x0b);

  const locals = [1, ...unsigned(rows * vectors + vectors + 1), 0x7b];
  const body = [...locals, ...code];
  const bytes = Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7f, 0]), // (i32) -> ()
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]), // one page of memory
    ...section(7, [1, 4, ...new TextEncoder().encode('loop'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
  const { loop } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  return { loop, flops: 2 * steps * rows * vectors * 4 };
}

function section(id, content) {
  return [id, ...unsigned(content.length), ...content];
}

/** LEB128. */
function unsigned(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}
