import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions, MessageBoxOptions, NotificationConstructorOptions, Rectangle } from 'electron';
import type { ElectronApi } from '../../main/electron.ts';

/** An event that a listener can prevent, as Electron's are. */
const preventable = <T extends object>(more: T = {} as T) => {
  const event = {
    ...more,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
  };
  return event;
};

type OpenHandler = (details: { url: string }) => { action: 'deny' | 'allow' };

export class FakeWebContents extends EventEmitter {
  readonly mainFrame = { url: '' };
  readonly sent: Array<{ channel: string; args: unknown[] }> = [];
  readonly received = new EventEmitter();
  openHandler: OpenHandler | undefined;
  reloads = 0;
  /** A page that hangs takes nothing in. */
  hangs = false;

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  send(channel: string, ...args: unknown[]): void {
    const cloned = structuredClone(args);
    this.sent.push({ channel, args: cloned });
    if (!this.hangs) this.received.emit(channel, {}, ...cloned);
  }

  reload(): void {
    this.reloads += 1;
    this.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
  }

  /** What the page itself tries; answers whether it may. */
  tries(event: 'will-navigate' | 'will-redirect' | 'will-frame-navigate' | 'will-attach-webview', url: string): boolean {
    const happening = preventable({ url });
    this.emit(event, happening);
    return !happening.defaultPrevented;
  }
}

export class FakeWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new FakeWebContents();
  visible = false;
  focused = false;
  minimized = false;
  maximized = false;
  destroyed = false;
  bounds: Rectangle;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    this.bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
  }

  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
    this.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    queueMicrotask(() => this.emit('ready-to-show'));
  }

  show(): void {
    this.visible = true;
  }

  hide(): void {
    this.visible = false;
  }

  focus(): void {
    this.focused = true;
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  restore(): void {
    this.minimized = false;
  }

  maximize(): void {
    this.maximized = true;
  }

  isMaximized(): boolean {
    return this.maximized;
  }

  getNormalBounds(): Rectangle {
    return this.bounds;
  }

  close(): void {
    const event = preventable();
    this.emit('close', event);
    if (event.defaultPrevented || this.destroyed) return;
    this.destroyed = true;
    this.webContents.emit('destroyed');
    this.emit('closed');
  }
}

interface FakeMenuItem extends MenuItemConstructorOptions {
  click?: () => void;
}

class FakeNotification extends EventEmitter {
  readonly options: NotificationConstructorOptions;

  constructor(options: NotificationConstructorOptions) {
    super();
    this.options = options;
  }

  show(): void {}
}

class FakeTray extends EventEmitter {
  image: { path: string };
  tooltip = '';
  items: FakeMenuItem[] = [];
  destroyed = false;
  changes = 0;

  constructor(image: { path: string }) {
    super();
    this.image = image;
  }

  #alive(): void {
    if (this.destroyed) throw new Error('Tray is destroyed');
    this.changes += 1;
  }

  setImage(image: { path: string }): void {
    this.#alive();
    this.image = image;
  }

  setToolTip(text: string): void {
    this.#alive();
    this.tooltip = text;
  }

  setContextMenu(menu: { items: FakeMenuItem[] }): void {
    this.#alive();
    this.items = menu.items;
  }

  destroy(): void {
    this.destroyed = true;
  }

  labels(): string[] {
    return this.items.flatMap(({ label }) => (label === undefined ? [] : [label]));
  }

  /** Picks the entry whose label begins so. */
  pick(label: string): void {
    const all = this.items.flatMap((one) => [one, ...((one.submenu ?? []) as FakeMenuItem[])]);
    const item = all.find((one) => one.label?.startsWith(label));
    if (!item || item.enabled === false) throw new Error(`no entry "${label}" to pick among: ${this.labels().join(' | ')}`);
    item.click?.();
  }
}

// biome-ignore lint/suspicious/noExplicitAny: handlers take arguments of every kind
type Handler = (event: any, ...args: any[]) => unknown;

class FakeIpcMain {
  readonly handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }

  /** As the page of a window, or as `from` pretends. Arguments and results are cloned, errors keep only their message. */
  async invoke(contents: FakeWebContents, channel: string, args: unknown[], from: object = {}): Promise<unknown> {
    const event = { sender: contents, senderFrame: contents.mainFrame, ...from };
    try {
      return structuredClone(await this.handlers.get(channel)?.(event, ...structuredClone(args)));
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${error}`);
    }
  }

  /** What the preload script of a window is given. */
  rendererOf(contents: FakeWebContents) {
    return {
      invoke: (channel: string, ...args: unknown[]) => this.invoke(contents, channel, args),
      on: (channel: string, listener: (...args: unknown[]) => void) => contents.received.on(channel, listener),
    };
  }
}

class FakeSession {
  permissionRequest: ((contents: unknown, permission: string, callback: (granted: boolean) => void) => void) | undefined;
  permissionCheck: ((contents: unknown, permission: string) => boolean) | undefined;
  devicePermission: (() => boolean) | undefined;
  beforeRequest: ((details: { url: string }, callback: (answer: { cancel?: boolean }) => void) => void) | undefined;
  readonly webRequest = {
    onBeforeRequest: (listener: FakeSession['beforeRequest']) => {
      this.beforeRequest = listener;
    },
  };

  setPermissionRequestHandler(handler: FakeSession['permissionRequest']): void {
    this.permissionRequest = handler;
  }

  setPermissionCheckHandler(handler: FakeSession['permissionCheck']): void {
    this.permissionCheck = handler;
  }

  setDevicePermissionHandler(handler: FakeSession['devicePermission']): void {
    this.devicePermission = handler;
  }

  cancels(url: string): boolean {
    let cancelled = false;
    this.beforeRequest?.({ url }, ({ cancel = false }) => {
      cancelled = cancel;
    });
    return cancelled;
  }
}

interface FakeOptions {
  /** Whether this console is the first. */
  readonly lock?: boolean;
  /** Whether the desktop has a tray. */
  readonly tray?: boolean;
  /** What stands for a window; one without a page when absent. */
  readonly window?: typeof FakeWindow;
}

/** Electron's objects as the main process uses them, for plain Node; what was done to them can be looked up. */
export function fakeElectron({ lock = true, tray = true, window: BaseWindow = FakeWindow }: FakeOptions = {}) {
  const windows: FakeWindow[] = [];
  const trays: FakeTray[] = [];
  const dialogs: MessageBoxOptions[] = [];
  const answers: Array<{ response: number; checkboxChecked: boolean }> = [];
  const opened: string[] = [];
  const notifications: FakeNotification[] = [];
  const calls: string[] = [];
  const ipcMain = new FakeIpcMain();
  const defaultSession = new FakeSession();
  let pageHandler: ((request: Request) => Promise<Response>) | undefined;
  let becomeReady = () => {};
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });

  class App extends EventEmitter {
    isPackaged = false;
    ended = false;
    enableSandbox = () => void calls.push('enableSandbox');
    requestSingleInstanceLock = () => lock;
    setAsDefaultProtocolClient = (scheme: string) => void calls.push(`client of ${scheme}`);
    whenReady = () => ready;

    /** As Electron does: a window that will not close calls the quitting off. */
    quit(): void {
      this.emit('before-quit', preventable());
      for (const window of windows) window.close();
      if (windows.some((window) => !window.destroyed)) return;
      this.ended = true;
      this.emit('will-quit', preventable());
    }
  }
  const app = new App();

  class Window extends BaseWindow {
    constructor(options: BrowserWindowConstructorOptions) {
      super(options);
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
  }
  class TheTray extends FakeTray {
    constructor(image: { path: string }) {
      if (!tray) throw new Error('no tray here');
      super(image);
      trays.push(this);
    }
  }

  class Notified extends FakeNotification {
    static isSupported = () => true;

    override show(): void {
      notifications.push(this);
    }
  }

  const electron = {
    app,
    BrowserWindow: Window,
    dialog: {
      showMessageBox: async (...args: unknown[]) => {
        dialogs.push(args.at(-1) as MessageBoxOptions);
        return answers.shift() ?? { response: 0, checkboxChecked: false };
      },
    },
    ipcMain,
    Menu: {
      buildFromTemplate: (items: FakeMenuItem[]) => ({ items }),
      setApplicationMenu: () => void calls.push('setApplicationMenu'),
    },
    Notification: Notified,
    nativeImage: {
      createFromPath: (file: string) => {
        if (!fs.existsSync(file)) throw new Error(`no image ${file}`);
        return { path: file };
      },
    },
    protocol: {
      registerSchemesAsPrivileged: (schemes: object[]) => void calls.push(`schemes ${JSON.stringify(schemes)}`),
      handle: (_scheme: string, handler: typeof pageHandler) => {
        pageHandler = handler;
      },
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: { defaultSession },
    shell: { openExternal: async (url: string) => void opened.push(url) },
    Tray: TheTray,
  } as unknown as ElectronApi;

  return {
    electron,
    app,
    ipcMain,
    session: defaultSession,
    windows,
    trays,
    dialogs,
    answers,
    opened,
    notifications,
    calls,
    page: (request: Request) => pageHandler?.(request),
    ready: async () => {
      calls.push('ready');
      becomeReady();
      await new Promise(setImmediate);
    },
  };
}

export type FakeElectron = ReturnType<typeof fakeElectron>;
