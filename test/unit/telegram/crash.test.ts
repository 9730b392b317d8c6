import { expect, test } from 'vitest';
import { telegramCrashRun } from '../../support/crash/telegram.ts';
import { tempFolder } from '../../support/temp.ts';

test('killed at seeded moments, the bot loses no alert, keeps their order, and doubles at most the one whose answer was lost', async () => {
  const report = await telegramCrashRun({ seed: 20_261_121, kills: 8, home: tempFolder() });
  expect(report.faults).toEqual([]);
  expect(report.kills).toBeGreaterThan(5);
  expect(report.told).toBeGreaterThan(20);
}, 120_000);
