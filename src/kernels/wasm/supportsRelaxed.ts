import { Assembler } from './assembler.js';
import { VARIANTS } from './variant.js';

/** Whether this JavaScript engine has the relaxed multiply-add. */
export function supportsRelaxed(): boolean {
  const code = new Assembler([], VARIANTS.relaxed);
  const sum = code.local('v128');
  code.multiplyAdd(
    sum,
    () => code.f32x4(1),
    () => code.f32x4(2),
  );
  return WebAssembly.validate(code.module(false));
}
