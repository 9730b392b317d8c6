import type { BrowserWindowConstructorOptions } from 'electron';
import type { Browser } from 'playwright-core';
import { type FakeElectron, type FakeWebContents, fakeElectron } from '../../fakes/electron.ts';
import { ChromiumContents, ChromiumWindow, type Surroundings } from './window.ts';

export interface ElectronStandIn extends FakeElectron {
  /** The window's contents, with their page. */
  contents(): ChromiumContents;
}

/** The consoles that run, by the folder of their data: Electron lets one in for each. */
const running = new Map<string, FakeElectron>();

interface Options {
  readonly browser: Browser;
  /** Folder of this console's data. */
  readonly userData: string;
  /** What the program was started with; a program that runs already is told. */
  readonly argv?: readonly string[];
}

/**
 * A stand-in for the `electron` module, and not Electron: its windows are pages of a Chromium that Playwright drives,
 * everything else is noted down. It runs main process, built preload script and built page together, over the calls,
 * clones, origins, requests and navigations that Electron would make of them.
 *
 * What it does not show: the preload script shares its world with the page (Electron keeps them apart); `app://` is an
 * `https` origin in Chromium (see `address.ts`); the sandbox, fuses, and whatever the desktop draws. The specs in
 * `test/e2e/electron` do, where there is an Electron.
 */
export function electronStandIn({ browser, userData, argv = [] }: Options): ElectronStandIn {
  const surroundings: Surroundings = {
    browser,
    invoke: (contents: FakeWebContents, channel, args, from) => fake.ipcMain.invoke(contents, channel, args, from),
    respond: async (request) => fake.page(request),
    cancels: (url) => fake.session.cancels(url),
    permits: (permission) => fake.session.permissionCheck?.({}, permission) ?? true,
  };
  class Window extends ChromiumWindow {
    override readonly webContents: ChromiumContents;

    constructor(options: BrowserWindowConstructorOptions) {
      super(options);
      this.webContents = new ChromiumContents(surroundings, options);
    }
  }
  const fake: FakeElectron = fakeElectron({ window: Window });
  const requestSingleInstanceLock = () => {
    const first = running.get(userData);
    if (first) first.app.emit('second-instance', {}, argv);
    else running.set(userData, fake);
    return first === undefined;
  };
  Object.assign(fake.app, { getPath: () => userData, requestSingleInstanceLock });
  fake.app.on('will-quit', () => {
    if (running.get(userData) === fake) running.delete(userData);
  });
  return { ...fake, contents: () => fake.windows[0]!.webContents as ChromiumContents };
}
