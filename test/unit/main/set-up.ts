import fs from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { DaemonClient } from '../../../daemon/client/client.ts';
import type { Connector } from '../../../daemon/client/connector.ts';
import { type ConsoleOptions, DesktopConsole } from '../../../main/console.ts';
import { Origin } from '../../../main/origin.ts';
import { SettingsFile } from '../../../main/settings.ts';
import { type FakeElectron, fakeElectron } from '../../fakes/electron.ts';
import { ROOT } from '../../support/entry.ts';
import { tempFolder } from '../../support/temp.ts';
import { FakeLink, FakeTimers } from '../client/fake-link.ts';
import { botStatus } from './bot-status.ts';

interface SetUp {
  readonly connect: Connector;
  readonly fake?: FakeElectron;
  readonly daemon?: Partial<ConsoleOptions['daemon']>;
  readonly settings?: object;
  readonly argv?: readonly string[];
  /** Real time for the connection, where its other end is real. */
  readonly real?: boolean;
}

/** The desktop console on stand-ins of Electron's objects. */
export function setUpConsole({ connect, fake = fakeElectron(), daemon = {}, settings, argv = [], real = false }: SetUp) {
  const folder = tempFolder();
  const file = path.join(folder, 'window.json');
  if (settings) fs.writeFileSync(file, JSON.stringify(settings));
  const page = path.join(folder, 'page');
  fs.mkdirSync(page);
  fs.writeFileSync(path.join(page, 'index.html'), '<!doctype html>');
  const timers = new FakeTimers();
  const connection = new DaemonClient({ connect, client: 'console', backoff: { baseMs: 5, maxMs: 20 }, ...(real ? {} : { timers }) });
  const log: string[] = [];
  const desktop = new DesktopConsole({
    electron: fake.electron,
    connection,
    origin: new Origin(),
    settings: new SettingsFile(file),
    version: '1.0.0',
    paths: { page, preload: '/preload.cjs', icons: path.join(ROOT, 'resources/icons') },
    daemon: { launch: async () => {}, desired: () => 'running', supervised: async () => false, gone: async (ask) => void (await ask()), ...daemon },
    log: (text) => log.push(text),
    argv,
    timers,
  });
  onTestFinished(() => connection.close());
  return { ...fake, desktop, connection, timers, log, file };
}

/** The console attached to a daemon that the test plays by `link`. */
export async function attachConsole(more: Omit<SetUp, 'connect'> = {}) {
  const link = new FakeLink();
  const set = setUpConsole({ connect: link, ...more });
  set.desktop.start();
  await set.ready();
  link.welcome({ version: '1.0.0' });
  await turn();
  link.answer('events.subscribe', { seq: 0 });
  link.answer('bot.status', botStatus());
  await turn();
  return { ...set, link };
}

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
