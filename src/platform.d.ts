// The few web-standard globals that the pipeline may use. Every browser and Node 20 have them. They
// are declared here because the pipeline compiles without the DOM library and without Node's types.

declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  const Module: new (bytes: Uint8Array) => Module;
  class Instance {
    readonly exports: Record<string, unknown>;
    constructor(module: Module, imports?: Record<string, Record<string, unknown>>);
  }
  class Memory {
    readonly buffer: ArrayBuffer | SharedArrayBuffer;
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean });
  }
  function validate(bytes: Uint8Array): boolean;
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes: Uint8Array): string;
}

interface AbortSignal {
  readonly aborted: boolean;
  /** Throws the reason of the abort, if there is one. */
  throwIfAborted(): void;
}

interface Performance {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
}
declare const performance: Performance;

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
