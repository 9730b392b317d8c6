import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle, WebContents } from 'electron';
import { SYSTEM_TIMERS, type Timers } from '../daemon/client/timers.ts';
import { CHANNELS } from '../daemon/protocol/bridge.ts';
import type { ElectronApi } from './electron.ts';
import type { SettingsFile } from './settings.ts';

const SIZE = { width: 1280, height: 800 };
const MIN_SIZE = { minWidth: 900, minHeight: 600 };
const SAVE_MS = 500;
const CHOICES = { hide: 'Keep in the tray', quit: 'Quit the console', cancel: 'Cancel' } as const;

interface WindowOptions {
  readonly electron: Pick<ElectronApi, 'BrowserWindow' | 'dialog' | 'screen'>;
  readonly settings: SettingsFile;
  /** Address of the page. */
  readonly start: string;
  readonly preload: string;
  readonly icon: string;
  readonly version: string;
  /** A window came to be. */
  readonly onCreated: (contents: WebContents) => void;
  /** Whether the console can be found again once its window is hidden. */
  readonly hasTray: () => boolean;
  readonly quit: () => void;
  readonly timers?: Timers;
}

/** Options of the window. Node stays out of the page, and the page within its sandbox. */
function windowOptions(
  { preload, icon, version }: Pick<WindowOptions, 'preload' | 'icon' | 'version'>,
  bounds: Partial<Rectangle>,
): BrowserWindowConstructorOptions {
  return {
    ...SIZE,
    ...bounds,
    ...MIN_SIZE,
    show: false,
    title: 'Nightdesk',
    icon,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      contextIsolation: true,
      nodeIntegration: false,
      sandbox: true,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      additionalArguments: [`--nightdesk-version=${version}`],
    },
  };
}

/** The one window of the console: kept where it was, hidden rather than closed, made anew when it is needed. */
export class ConsoleWindow {
  readonly #options: WindowOptions;
  readonly #timers: Timers;
  #window: BrowserWindow | undefined;
  #cancelSave: (() => void) | undefined;
  #quitting = false;

  constructor(options: WindowOptions) {
    this.#options = options;
    this.#timers = options.timers ?? SYSTEM_TIMERS;
  }

  /** Shows the window, on a page if one is named. */
  show(place?: string): void {
    const window = this.#window;
    if (!window) {
      this.#window = this.#create(place);
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    if (place !== undefined) window.webContents.send(CHANNELS.navigate, place);
  }

  /** From now on, closing the window is closing it. */
  letGo(): void {
    this.#quitting = true;
  }

  #create(place: string | undefined): BrowserWindow {
    const { electron, settings, start, onCreated } = this.#options;
    const { bounds, maximized } = settings.get();
    const screens = electron.screen.getAllDisplays().map(({ workArea }) => workArea);
    const window = new electron.BrowserWindow(windowOptions(this.#options, bounds && isVisible(bounds, screens) ? bounds : {}));
    onCreated(window.webContents);
    window.once('ready-to-show', () => {
      if (maximized) window.maximize();
      window.show();
    });
    for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) window.on(event as 'resize', () => this.#saveSoon(window));
    window.on('close', (event) => this.#onClose(event, window));
    window.on('closed', () => {
      this.#cancelSave?.();
      this.#window = undefined;
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') window.webContents.reload();
    });
    void window.loadURL(place === undefined ? start : `${start}#/${place}`);
    return window;
  }

  #onClose(event: { preventDefault(): void }, window: BrowserWindow): void {
    this.#save(window);
    if (this.#quitting) return;
    event.preventDefault();
    const { settings, hasTray, quit } = this.#options;
    const { whenClosed } = settings.get();
    if (whenClosed === 'ask') void this.#ask(window);
    else if (whenClosed === 'hide' && hasTray()) window.hide();
    else quit();
  }

  /** Once: people must know that closing the window does not end the trading. */
  async #ask(window: BrowserWindow): Promise<void> {
    const { electron, settings, quit, hasTray } = this.#options;
    const choices = [...(hasTray() ? (['hide'] as const) : []), 'quit', 'cancel'] as const;
    const { response, checkboxChecked } = await electron.dialog.showMessageBox(window, {
      type: 'info',
      title: 'Nightdesk',
      message: 'The daemon goes on trading.',
      detail:
        'Closing or quitting the console never stops it. In the tray, the console shows how it stands and can stop it; ' +
        'starting Nightdesk again brings the window back.',
      buttons: choices.map((choice) => CHOICES[choice]),
      defaultId: 0,
      cancelId: choices.length - 1,
      checkboxLabel: 'Do this from now on',
      checkboxChecked: true,
    });
    const choice = choices[response] ?? 'cancel';
    if (choice === 'cancel') return;
    if (checkboxChecked) settings.set({ whenClosed: choice });
    if (choice === 'hide') window.hide();
    else quit();
  }

  #saveSoon(window: BrowserWindow): void {
    this.#cancelSave?.();
    this.#cancelSave = this.#timers.after(SAVE_MS, () => this.#save(window));
  }

  #save(window: BrowserWindow): void {
    this.#cancelSave?.();
    this.#options.settings.set({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  }
}

/** Pixels of the title bar that must be within reach. */
const GRIP = 100;

/** Whether a window there could be seen and moved: its screen may have been unplugged. */
export const isVisible = (bounds: Rectangle, screens: readonly Rectangle[]): boolean =>
  screens.some(({ x, y, width, height }) => bounds.x < x + width - GRIP && bounds.x + bounds.width > x + GRIP && bounds.y >= y && bounds.y < y + height - GRIP);
