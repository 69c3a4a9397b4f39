import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/support/closingLine.ts'],
    include: ['test/**/*.test.ts'],
    // Against tests that hang only: no machine is too slow to pass.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // What a browser does beside other tests may take its time.
    expect: { poll: { timeout: 20_000 } },
    // Training tests use worker threads of their own; two files at a time fill two cores.
    maxWorkers: 2,
  },
});
