import type { Connection } from '../daemon/client/connection.ts';
import type { Timers } from '../daemon/client/timers.ts';
import { BridgeHost } from './bridge-host.ts';
import { Commands } from './commands.ts';
import { DaemonKeeper, type KeeperState } from './daemon-keeper.ts';
import { DEEP_LINK_SCHEME, placeIn, placeOf } from './deep-link.ts';
import { DeskWatch } from './desk-watch.ts';
import type { ElectronApi } from './electron.ts';
import { GuardedIpc } from './guarded-ipc.ts';
import { daemonDown, type Notice, noticeOf } from './notice.ts';
import { Notifier } from './notifier.ts';
import { type Origin, SCHEME } from './origin.ts';
import { pageFiles } from './page-files.ts';
import { hardenApp, hardenSession } from './security.ts';
import type { Notify, SettingsFile } from './settings.ts';
import { DeskTray } from './tray.ts';
import type { QuickStop, TrayAction, TrayState } from './tray-model.ts';
import { ConsoleWindow } from './window.ts';

export interface ConsoleOptions {
  readonly electron: ElectronApi;
  readonly connection: Connection;
  readonly origin: Origin;
  readonly settings: SettingsFile;
  readonly version: string;
  readonly paths: {
    /** Folder of the built page. */
    readonly page: string;
    readonly preload: string;
    readonly icons: string;
  };
  readonly daemon: {
    readonly launch: (force: boolean) => Promise<unknown>;
    readonly desired: () => 'running' | 'stopped';
    readonly supervised: () => Promise<boolean>;
    /** Resolves when the daemon that was asked to end is gone. */
    readonly gone: (ask: () => Promise<unknown>) => Promise<void>;
  };
  readonly log: (text: string) => void;
  readonly argv?: readonly string[];
  readonly timers?: Timers;
}

const appIcon = ({ icons }: ConsoleOptions['paths']): string => `${icons}/app/256x256.png`;

/** The desktop console: a window, an icon in the tray, and one connection to the daemon. It holds no truth of its own. */
export class DesktopConsole {
  readonly #options: ConsoleOptions;
  readonly #keeper: DaemonKeeper;
  readonly #desk: DeskWatch;
  readonly #commands: Commands;
  readonly #window: ConsoleWindow;
  readonly #notifier: Notifier;
  #tray: DeskTray | undefined;
  #quickStop: QuickStop = { phase: 'idle' };

  constructor(options: ConsoleOptions) {
    this.#options = options;
    const { connection, daemon, timers } = options;
    this.#notifier = this.#makeNotifier();
    this.#keeper = new DaemonKeeper({ connection, ...daemon, timers }, (state) => this.#onKeeper(state));
    this.#desk = new DeskWatch({ connection, timers, onEvent: (event) => this.#notify(noticeOf(event)) }, () => this.#showTray());
    this.#commands = new Commands({
      connection,
      desk: this.#desk,
      onQuickStop: (state) => this.#onQuickStop(state),
      onProblem: (title, detail) => this.#tell(title, detail),
    });
    this.#window = this.#makeWindow();
  }

  /** To be called at once, before Electron is ready. @returns false when another console runs; it has been told to show itself */
  start(): boolean {
    const { electron, origin } = this.#options;
    const { app, protocol } = electron;
    if (!app.requestSingleInstanceLock()) {
      app.quit();
      return false;
    }
    protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } }]);
    hardenApp(app, origin);
    app.setAsDefaultProtocolClient(DEEP_LINK_SCHEME);
    const ready = app.whenReady();
    const show = (place?: string) => void ready.then(() => this.#window.show(place));
    app.on('second-instance', (_event, argv) => show(placeIn(argv)));
    app.on('open-url', (event, link) => {
      event.preventDefault();
      show(placeOf(link));
    });
    app.on('activate', () => show());
    // The console lives on in the tray.
    app.on('window-all-closed', () => {});
    app.on('before-quit', () => this.#end());
    void ready.then(() => this.#onReady());
    return true;
  }

  #onReady(): void {
    const { electron, connection, origin, paths, argv = process.argv } = this.#options;
    hardenSession(electron.session.defaultSession, origin);
    electron.protocol.handle(
      SCHEME,
      pageFiles(paths.page, (address) => origin.owns(address)),
    );
    electron.Menu.setApplicationMenu(null);
    connection.onState(() => this.#showTray());
    this.#desk.start();
    connection.connect();
    this.#makeTray();
    this.#window.show(placeIn(argv));
  }

  #makeWindow(): ConsoleWindow {
    const { electron, connection, origin, settings, version, paths, log, timers } = this.#options;
    const ipc = new GuardedIpc({ ipcMain: electron.ipcMain, origin, onRefused: (channel, why) => log(`refused on ${channel}: ${why}`) });
    const bridge = new BridgeHost({ ipc, connection, openLink: (address) => void electron.shell.openExternal(address) });
    return new ConsoleWindow({
      electron,
      settings,
      start: origin.start,
      preload: paths.preload,
      icon: appIcon(paths),
      version,
      onCreated: (contents) => bridge.attach(contents),
      hasTray: () => this.#tray !== undefined,
      quit: () => electron.app.quit(),
      timers,
    });
  }

  #makeNotifier(): Notifier {
    const { electron, settings, paths, timers } = this.#options;
    return new Notifier({ electron, icon: appIcon(paths), settings: () => settings.get().notify, onOpen: (page) => this.#window.show(page), timers });
  }

  #makeTray(): void {
    const { electron, paths, settings, timers, log } = this.#options;
    const onAction = (action: TrayAction) => void this.#act(action);
    const onNotify = (notify: Notify) => {
      settings.set({ notify });
      this.#showTray();
    };
    try {
      this.#tray = new DeskTray({ electron, icons: `${paths.icons}/tray`, timers, onAction, onNotify }, this.#trayState());
    } catch (error) {
      log(`this desktop has no tray: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #act(action: TrayAction): Promise<void> {
    switch (action) {
      case 'quickStop':
        return this.#commands.quickStop();
      case 'start':
      case 'pause':
      case 'resume':
        return this.#commands.run(action);
      case 'open':
        return this.#window.show();
      case 'startDaemon':
        return this.#keeper.startNow();
      case 'restartDaemon':
        return this.#restartDaemon();
      case 'quit':
        return this.#options.electron.app.quit();
    }
  }

  /** A daemon of another protocol is sure to know no word but `stop`. */
  async #restartDaemon(): Promise<void> {
    const { connection, daemon } = this.#options;
    const { state } = connection;
    const stranger = state.name === 'incompatible' || (state.name === 'ready' && state.hello.readOnly);
    const method = stranger ? 'daemon.stop' : 'daemon.prepareRestart';
    try {
      await daemon.gone(() => connection.callConfirmed(method, {}));
      await this.#keeper.startNow();
    } catch (error) {
      this.#tell('The daemon was not restarted', error instanceof Error ? error.message : String(error));
    }
  }

  #onKeeper(state: KeeperState): void {
    if (state.phase === 'failed') this.#notify(daemonDown(state.problem));
    this.#showTray();
  }

  #notify(notice: Notice | undefined): void {
    if (notice) this.#notifier.tell(notice);
  }

  #onQuickStop(state: QuickStop): void {
    this.#quickStop = state;
    this.#showTray();
    if (state.phase === 'failed') this.#tell('Quick stop not confirmed', `${state.problem}\n\nThe bot may still be trading.`);
  }

  /** Not `showErrorBox`: that one holds up the whole process, tray included. */
  #tell(message: string, detail: string): void {
    void this.#options.electron.dialog.showMessageBox({ type: 'error', title: 'Nightdesk', message, detail });
  }

  #trayState(): TrayState {
    const { connection, settings, version } = this.#options;
    return {
      connection: connection.state,
      daemon: this.#keeper.state,
      bot: this.#desk.status,
      quickStop: this.#quickStop,
      notify: settings.get().notify,
      version,
    };
  }

  #showTray(): void {
    this.#tray?.show(this.#trayState());
  }

  /** Lets go of the daemon, which goes on. */
  #end(): void {
    this.#window.letGo();
    this.#keeper.stop();
    this.#desk.stop();
    this.#options.connection.close();
    this.#tray?.destroy();
    this.#tray = undefined;
  }
}
