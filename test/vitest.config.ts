import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: path.join(import.meta.dirname, '..'),
  test: {
    include: ['test/{unit,contract,e2e}/**/*.test.{ts,tsx}'],
    pool: 'forks',
    maxWorkers: 2,
    // Two busy cores now and then make a browser late; what fails twice is broken, what fails once is named at the end.
    retry: 1,
    // Long enough for a machine that is slow and busy: what waits for a fact, and not for a time, takes no longer by it.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    reporters: ['default', path.join(import.meta.dirname, 'support/summary-reporter.ts')],
  },
});
