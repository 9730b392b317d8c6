import fs from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { probeDaemon } from '../../daemon/client/probe.ts';
import { socketConnector } from '../../daemon/client/socket.ts';
import { spawnDaemon } from '../../daemon/lifecycle/launch.ts';
import { desiredState } from '../../daemon/lifecycle/run-state.ts';
import { fakeElectron } from '../fakes/electron.ts';
import { daemonEnv, makeHome } from '../support/daemon.ts';
import { DAEMON } from '../support/entry.ts';
import { setUpConsole } from '../unit/main/set-up.ts';

const homes: string[] = [];
afterEach(async () => {
  for (const home of homes.splice(0)) {
    const pid = pidOf(home);
    if (pid) process.kill(pid, 'SIGKILL');
    fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
});

const pidOf = (home: string): number | undefined => {
  const info = path.join(home, 'run/daemon.json');
  return fs.existsSync(info) ? JSON.parse(fs.readFileSync(info, 'utf8')).pid : undefined;
};

/** The desktop console, on stand-ins of Electron's objects, that keeps a real daemon. */
async function openConsole(home: string) {
  const env = daemonEnv(home);
  const set = setUpConsole({
    connect: socketConnector(path.join(home, 'run/rpc.sock')),
    fake: fakeElectron(),
    real: true,
    daemon: {
      launch: () => spawnDaemon({ entry: DAEMON, probe: probeDaemon, env }),
      desired: () => desiredState(path.join(home, 'data/run.json')),
    },
  });
  set.desktop.start();
  await set.ready();
  // The tray and the keeper wait by these.
  const clock = setInterval(() => set.timers.pass(200), 20);
  /** Resolves when it is attached to a daemon, another one than `before`. */
  const attached = async (before?: number) => {
    await expect.poll(() => (pidOf(home) === before ? set.trays[0]?.tooltip : 'another')).toBe('another');
    await expect.poll(() => set.trays[0]?.tooltip).toContain('paper');
  };
  return { ...set, attached, end: () => clearInterval(clock) };
}

test('starts a daemon where none runs, restarts one that was killed, leaves it running when it quits, and attaches again', async () => {
  const home = makeHome();
  homes.push(home);
  const first = await openConsole(home);
  await first.attached();
  const pid = pidOf(home)!;
  const seen: number[] = [];
  first.connection.subscribe({ topics: ['*'], since: 0 }, { onEvent: ({ seq }) => void (seq !== undefined && seen.push(seq)) });

  process.kill(pid, 'SIGKILL');
  await first.attached(pid);
  const next = pidOf(home)!;
  expect(next).not.toBe(pid);
  const { lastSeq } = await first.connection.call('daemon.status', {});
  await expect.poll(() => seen.length).toBeGreaterThanOrEqual(lastSeq);
  expect(seen).toEqual(seen.map((_, index) => index + 1));

  first.app.quit();
  first.end();
  expect(first.app.ended).toBe(true);
  expect(await probeDaemon(path.join(home, 'run/rpc.sock'))).toBeDefined();

  const second = await openConsole(home);
  await second.attached();
  expect(pidOf(home)).toBe(next);

  await second.connection.callConfirmed('daemon.stop', {});
  await expect.poll(() => second.trays[0]?.tooltip).toBe('Nightdesk: the daemon is stopped');
  expect(pidOf(home)).toBeUndefined();
  second.app.quit();
  second.end();
});

test('the quick stop of the tray halts a real bot, with the window gone', async () => {
  const home = makeHome();
  homes.push(home);
  const console = await openConsole(home);
  await console.attached();
  console.windows[0]!.webContents.hangs = true;
  console.trays[0]!.pick('Quick stop');
  await expect.poll(() => console.trays[0]?.tooltip).toContain('halted by a quick stop');
  expect(await console.connection.call('bot.status', {})).toMatchObject({ state: 'panicked' });
  expect(await console.connection.call('orders.list', { state: 'active' })).toMatchObject({ items: [] });
  console.app.quit();
  console.end();
  expect(pidOf(home)).toBeDefined();
});
