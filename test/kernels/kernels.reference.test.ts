import { describe, expect, it } from 'vitest';
import { createReferenceKernels } from '../../src/kernels/reference/referenceKernels.js';
import { kernelCases } from './kernels.case.js';

kernelCases('reference Float32', () => createReferenceKernels({ precision: 'float32' }), { tolerance: 1e-6 });
kernelCases('reference Float64', () => createReferenceKernels({ precision: 'float64' }), { tolerance: 0 });

describe('misuse of the reference kernels', () => {
  const kernels = createReferenceKernels({ precision: 'float32' });

  it('refuses invalid shapes when a kernel is bound', () => {
    const conv = { H: 5, W: 5, C: 4, K: 4 };
    expect(() => kernels.conv2d({ ...conv, size: 3, C: 0 })).toThrow(
      new RangeError('conv2d: C must be an integer above 0. Received 0.'),
    );
    expect(() => kernels.convReluPool({ ...conv, H: 1.5 })).toThrow(
      new RangeError('convReluPool: H must be an integer above 0. Received 1.5.'),
    );
    expect(() => kernels.conv2d({ ...conv, size: 5 as 3 })).toThrow(
      new RangeError('conv2d: size must be 1 or 3. Received 5.'),
    );
    expect(() => kernels.dropout(10, 1)).toThrow(
      new RangeError('dropout: rate must be at least 0 and below 1. Received 1.'),
    );
  });

  it('refuses arrays that are too short, and a count that is not a whole number from 0', () => {
    const relu = kernels.relu(10);
    expect(() => {
      relu.forward(new Float32Array(20), new Float32Array(19), 2);
    }).toThrow(new RangeError('relu: y must hold at least 20 numbers. Received 19.'));
    expect(() => {
      relu.forward(new Float32Array(20), new Float32Array(20), -1);
    }).toThrow(new RangeError('relu: n must be an integer, 0 or more. Received -1.'));
  });
});
