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
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', path.join(import.meta.dirname, 'support/summary-reporter.ts')],
  },
});
