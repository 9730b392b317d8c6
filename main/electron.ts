import type * as Electron from 'electron';

/** The part of Electron that is used, handed in, so that the main process runs under plain Node in tests. */
export type ElectronApi = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'Menu' | 'nativeImage' | 'Notification' | 'protocol' | 'screen' | 'session' | 'shell' | 'Tray'
>;
