import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { DaemonClient } from '../../daemon/client/client.ts';
import { socketConnector } from '../../daemon/client/socket.ts';
import { daemonEnv } from './daemon.ts';
import { type ElectronStandIn, electronStandIn } from './electron-stand-in/index.ts';
import { ROOT } from './entry.ts';

/** Builds main process, preload script, page and daemon where `npm test` has not done so already. */
export function buildDesktop(): void {
  if (process.env.NIGHTDESK_ENTRY === 'built') return;
  execFileSync(process.execPath, [path.join(ROOT, 'test/support/build-all.mjs')], { cwd: ROOT, stdio: 'pipe' });
}

export const socketOf = (home: string): string => path.join(home, 'run/rpc.sock');

/** The daemon of a home that runs, if one does. */
export const pidOf = (home: string): number | undefined => {
  const info = path.join(home, 'run/daemon.json');
  return fs.existsSync(info) ? JSON.parse(fs.readFileSync(info, 'utf8')).pid : undefined;
};

/** A client past the console, to see what became of the desk. */
export const clientOf = (home: string): DaemonClient =>
  new DaemonClient({ connect: socketConnector(socketOf(home)), client: 'test', backoff: { baseMs: 20, maxMs: 200 } });

export interface RunningDesktop extends ElectronStandIn {
  /** Resolves when the window shows the desk as it is now. */
  fresh(): Promise<Page>;
  /** Resolves when the tray's text has this in it. */
  told(text: string): Promise<void>;
}

interface Launch {
  readonly browser: Browser;
  readonly home: string;
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the desktop console as built, `out/main/index.js`, on the stand-in for Electron. */
export async function launchDesktop({ browser, home, argv = [], env = {} }: Launch): Promise<RunningDesktop> {
  const standIn = electronStandIn({ browser, userData: path.join(home, 'console'), argv });
  for (const [name, value] of Object.entries({ ...daemonEnv(home), NIGHTDESK_SOCKET: '', ...env })) vi.stubEnv(name, value);
  vi.resetModules();
  vi.doMock('electron', () => standIn.electron);
  const before = process.argv;
  process.argv = [process.execPath, ...argv];
  try {
    await import(path.join(ROOT, 'out/main/index.js'));
    await standIn.ready();
  } finally {
    process.argv = before;
    vi.doUnmock('electron');
  }
  return {
    ...standIn,
    fresh: async () => {
      const shown = await standIn.contents().page();
      await shown.locator('.desk[data-age="fresh"]').waitFor();
      return shown;
    },
    told: (text) => expect.poll(() => standIn.trays[0]?.tooltip, { interval: 50 }).toContain(text),
  };
}
