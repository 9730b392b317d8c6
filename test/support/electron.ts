import fs from 'node:fs';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { daemonEnv } from './daemon.ts';
import { ROOT } from './entry.ts';

/** Electron's own rule: `path.txt` names the program within `dist`, or within the folder that the variable names. */
function electronProgram(): string | undefined {
  const folder = path.join(ROOT, 'node_modules/electron');
  const named = path.join(folder, 'path.txt');
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override === undefined && !fs.existsSync(named)) return undefined;
  const program = path.join(override ?? path.join(folder, 'dist'), fs.existsSync(named) ? fs.readFileSync(named, 'utf8').trim() : 'electron');
  return fs.existsSync(program) ? program : undefined;
}

const PROGRAM = electronProgram();
const screen = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Why Electron cannot be run here; undefined where it can. */
export const NO_ELECTRON: string | undefined =
  PROGRAM === undefined
    ? 'no Electron runtime: `npm run electron:install` brings it, or ELECTRON_OVERRIDE_DIST_PATH names the folder of one'
    : screen
      ? undefined
      : 'no display: run it by `xvfb-run -a npm test`';

export interface RealDesktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Clicks the entry of the tray's menu whose label begins so, as soon as there is one that can be clicked. */
  pick(label: string): Promise<void>;
}

/** Starts the console as built in the real Electron. */
export async function launchElectron(home: string): Promise<RealDesktop> {
  const env = Object.fromEntries(Object.entries(daemonEnv(home)).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const app = await _electron.launch({ executablePath: PROGRAM!, args: [`--user-data-dir=${path.join(home, 'console')}`, ROOT], env });
  // A menu of the tray cannot be asked for, and a question cannot be answered from outside: both are caught on their way.
  await app.evaluate(({ Tray, dialog }) => {
    const { setContextMenu } = Tray.prototype;
    Tray.prototype.setContextMenu = function (menu) {
      Object.assign(globalThis, { trayMenu: menu });
      setContextMenu.call(this, menu);
    };
    Object.assign(dialog, { showMessageBox: async () => ({ response: 0, checkboxChecked: false }) });
  });
  const page = await app.firstWindow();
  return { app, page, pick: (label) => pick(app, label) };
}

async function pick(app: ElectronApplication, label: string): Promise<void> {
  await app.evaluate(async (_electron, wanted) => {
    const find = () => (globalThis as unknown as { trayMenu?: Electron.Menu }).trayMenu?.items.find((item) => item.label.startsWith(wanted) && item.enabled);
    for (let tries = 0; tries < 200; tries += 1) {
      const item = find();
      if (item) return item.click();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the tray's menu has no "${wanted}"`);
  }, label);
}
