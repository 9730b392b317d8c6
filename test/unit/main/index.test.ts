import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { fakeElectron } from '../../fakes/electron.ts';

afterEach(() => {
  vi.doUnmock('electron');
  vi.unstubAllEnvs();
});

test('the program puts the console together, for the home it is given, and starts nothing that was stopped on purpose', async () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'nd-index-'));
  fs.mkdirSync(path.join(home, 'data'));
  fs.writeFileSync(path.join(home, 'data/run.json'), JSON.stringify({ desired: 'stopped' }));
  vi.stubEnv('NIGHTDESK_HOME', home);
  vi.stubEnv('NIGHTDESK_SOCKET', '');
  const fake = fakeElectron();
  Object.assign(fake.app, { getPath: () => path.join(home, 'console') });
  vi.doMock('electron', () => fake.electron);
  await import('../../../main/index.ts');
  await fake.ready();
  const [window] = fake.windows;
  expect(window?.webContents.mainFrame.url).toBe('app://console/index.html');
  expect(window?.options.webPreferences?.preload).toMatch(/out\/preload\/index\.cjs$/);
  expect(fs.existsSync(window?.options.icon as string)).toBe(true);
  await expect.poll(() => fake.trays[0]?.tooltip).toBe('Nightdesk: the daemon is stopped');
  fake.answers.push({ response: 1, checkboxChecked: false });
  fake.app.quit();
  expect(fake.app.ended).toBe(true);
  expect(fs.existsSync(path.join(home, 'run/rpc.sock'))).toBe(false);
  fs.rmSync(home, { recursive: true });
});
