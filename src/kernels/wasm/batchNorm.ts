import type { BatchNormKernels, MapShape } from '../kernels.js';
import type { Assembler, Local } from './assembler.js';
import type { WasmMemory } from './memory.js';

/**
 * Batch normalisation, four channels at a time: the outermost loop runs over the channels, whose
 * values stay in registers.
 */
export function wasmBatchNorm(memory: WasmMemory, { H, W, C }: MapShape): BatchNormKernels {
  const cellBytes = C * 4;

  /**
   * Runs `body` for each pixel of n images, with `cells` at the same channel of each map, and
   * `afterRow` after each row.
   */
  const emitPixels = (
    code: Assembler,
    n: Local,
    maps: readonly Local[],
    body: (cells: readonly Local[]) => void,
    afterRow?: () => void,
  ): void => {
    const cells = maps.map(() => code.local('i32'));
    for (const [i, map] of maps.entries()) {
      code
        .get(map)
        .i32((W + 3) * cellBytes)
        .op('i32.add')
        .set(cells[i]);
    }
    code.repeatLocal(n, () => {
      code.repeat(H, () => {
        code.repeat(W, () => {
          body(cells);
          for (const cell of cells) code.advance(cell, cellBytes);
        });
        afterRow?.();
        for (const cell of cells) code.advance(cell, 2 * cellBytes);
      });
      for (const cell of cells) code.advance(cell, 2 * (W + 2) * cellBytes);
    });
  };

  /** Runs `body` for every four channels; the locals advance by four floats. */
  const emitChannels = (code: Assembler, locals: readonly Local[], body: () => void): void => {
    code.repeat(C / 4, () => {
      body();
      for (const local of locals) code.advance(local, 16);
    });
  };

  const statistics = memory.compile(['i32', 'i32', 'i32', 'i32'], (code, x, mean, m2, n) => {
    const count = code.local('v128');
    const [row, total, average, distance] = code.locals('v128', 4);
    // Each row is added up separately first, so that fewer rounding errors reach the total.
    const rowSum = (push: (cell: Local) => void): void => {
      code.f32x4(0).set(total).f32x4(0).set(row);
      const add = ([cell]: readonly Local[]): void => {
        push(cell);
        code.get(row).op('f32x4.add').set(row);
      };
      emitPixels(code, n, [x], add, () => {
        code.get(total).get(row).op('f32x4.add').set(total).f32x4(0).set(row);
      });
    };
    code
      .get(n)
      .i32(H * W)
      .op('i32.mul')
      .op('i32x4.splat')
      .op('f32x4.convert_i32x4_u')
      .f32x4(1)
      .op('f32x4.pmax')
      .set(count);
    emitChannels(code, [x, mean, m2], () => {
      rowSum((cell) => code.get(cell).load());
      code.get(total).get(count).op('f32x4.div').set(average);
      rowSum((cell) => {
        code.get(cell).load().get(average).op('f32x4.sub').tee(distance).get(distance).op('f32x4.mul');
      });
      code.get(mean).get(average).store().get(m2).get(total).store();
    });
  });

  const normalise = memory.compile(['i32', 'i32', 'i32', 'i32', 'i32'], (code, x, scale, shift, y, n) => {
    const [scale4, shift4] = code.locals('v128', 2);
    emitChannels(code, [x, scale, shift, y], () => {
      code.get(scale).load().set(scale4).get(shift).load().set(shift4);
      emitPixels(code, n, [x, y], ([from, to]) => {
        code.get(to).get(from).load().get(scale4).op('f32x4.mul').get(shift4).op('f32x4.add').store();
      });
    });
  });

  const parameters = memory.compile(
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    (code, x, dy, mean, invStd, dgamma, dbeta, n) => {
      const [mean4, invStd4, rowGamma, rowBeta, gamma, beta, gradient] = code.locals('v128', 7);
      emitChannels(code, [x, dy, mean, invStd, dgamma, dbeta], () => {
        code.get(mean).load().set(mean4).get(invStd).load().set(invStd4);
        for (const sum of [rowGamma, rowBeta, gamma, beta]) code.f32x4(0).set(sum);
        const add = ([value, dValue]: readonly Local[]): void => {
          code.get(dValue).load().set(gradient);
          code.get(value).load().get(mean4).op('f32x4.sub').get(invStd4).op('f32x4.mul').get(gradient).op('f32x4.mul');
          code.get(rowGamma).op('f32x4.add').set(rowGamma);
          code.get(rowBeta).get(gradient).op('f32x4.add').set(rowBeta);
        };
        emitPixels(code, n, [x, dy], add, () => {
          code.get(gamma).get(rowGamma).op('f32x4.add').set(gamma).f32x4(0).set(rowGamma);
          code.get(beta).get(rowBeta).op('f32x4.add').set(beta).f32x4(0).set(rowBeta);
        });
        code.get(dgamma).get(dgamma).load().get(gamma).op('f32x4.add').store();
        code.get(dbeta).get(dbeta).load().get(beta).op('f32x4.add').store();
      });
    },
  );

  const input = memory.compile(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], (code, x, dy, a, b, c, dx, n) => {
    const [a4, b4, c4] = code.locals('v128', 3);
    emitChannels(code, [x, dy, a, b, c, dx], () => {
      code.get(a).load().set(a4).get(b).load().set(b4).get(c).load().set(c4);
      emitPixels(code, n, [x, dy, dx], ([value, dValue, to]) => {
        code.get(to).get(dValue).load().get(a4).op('f32x4.mul');
        code.get(value).load().get(b4).op('f32x4.mul').op('f32x4.add').get(c4).op('f32x4.add').store();
      });
    });
  });

  return {
    statistics(x, mean, m2, n) {
      statistics(x.byteOffset, mean.byteOffset, m2.byteOffset, n);
    },
    normalise(x, scale, shift, y, n) {
      normalise(x.byteOffset, scale.byteOffset, shift.byteOffset, y.byteOffset, n);
    },
    backwardParameters(x, dy, mean, invStd, dgamma, dbeta, n) {
      const addresses = [x, dy, mean, invStd, dgamma, dbeta].map((array) => array.byteOffset);
      parameters(...addresses, n);
    },
    backwardInput(x, dy, a, b, c, dx, n) {
      const addresses = [x, dy, a, b, c, dx].map((array) => array.byteOffset);
      input(...addresses, n);
    },
  };
}
