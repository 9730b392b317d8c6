import path from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, Notification, nativeImage, protocol, screen, session, shell, Tray } from 'electron';
import { CONSOLE_PACE_MS, DaemonClient } from '../daemon/client/client.ts';
import { socketConnector } from '../daemon/client/socket.ts';
import { ownPackage } from '../daemon/lifecycle/package.ts';
import { clientSocket } from '../daemon/lifecycle/paths.ts';
import { pipeToken } from '../daemon/lifecycle/pipe-token.ts';
import { DesktopConsole } from './console.ts';
import { daemonDesired, daemonGone, daemonSupervised, launchDaemon } from './launch.ts';
import { Origin } from './origin.ts';
import { SettingsFile } from './settings.ts';

const { root, version } = ownPackage();

new DesktopConsole({
  electron: { app, BrowserWindow, dialog, ipcMain, Menu, Notification, nativeImage, protocol, screen, session, shell, Tray },
  connection: new DaemonClient({ connect: socketConnector(clientSocket(), pipeToken), client: `console ${version}`, pace: CONSOLE_PACE_MS }),
  origin: new Origin(app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL),
  settings: new SettingsFile(path.join(app.getPath('userData'), 'window.json')),
  version,
  paths: {
    page: path.join(root, 'out/renderer'),
    preload: path.join(root, 'out/preload/index.cjs'),
    icons: path.join(root, 'resources/icons'),
  },
  daemon: { launch: launchDaemon, desired: daemonDesired, supervised: daemonSupervised, gone: daemonGone },
  log: (text) => console.error(text),
}).start();
