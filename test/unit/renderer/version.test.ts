import { expect, test } from 'vitest';
import { compareVersions } from '../../../renderer/lib/version.ts';

test.each([
  ['0.1.0', '0.1.0', 0],
  ['0.9.0', '0.10.0', -1],
  ['2.0.0', '1.99.9', 1],
  ['1.0.0-rc.1', '1.0.0', 0],
] as const)('%s against %s', (a, b, order) => expect(compareVersions(a, b)).toBe(order));
