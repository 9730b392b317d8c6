import path from 'node:path';
import type { MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import { SYSTEM_TIMERS, type Timers } from '../daemon/client/timers.ts';
import type { ElectronApi } from './electron.ts';
import type { Notify } from './settings.ts';
import { type TrayAction, type TrayIcon, type TrayItem, type TrayState, trayModel } from './tray-model.ts';

/** Changes closer together are shown as one: some desktops flicker or drop icons otherwise. */
const THROTTLE_MS = 200;

interface TrayOptions {
  readonly electron: Pick<ElectronApi, 'Menu' | 'nativeImage' | 'Tray'>;
  /** Folder with an image for each icon and size. */
  readonly icons: string;
  readonly onAction: (action: TrayAction) => void;
  readonly onNotify: (notify: Notify) => void;
  readonly platform?: NodeJS.Platform;
  readonly timers?: Timers;
}

/** The icon in the system's tray. What it shows is drawn anew from the state each time; nothing is drawn twice. */
export class DeskTray {
  readonly #options: TrayOptions;
  readonly #timers: Timers;
  readonly #images = new Map<TrayIcon, NativeImage>();
  #tray: Tray | undefined;
  #next: TrayState | undefined;
  #shown = { icon: '', tooltip: '', menu: '' };
  #cancel: (() => void) | undefined;

  /** @throws Error where the desktop has no tray */
  constructor(options: TrayOptions, state: TrayState) {
    this.#options = options;
    this.#timers = options.timers ?? SYSTEM_TIMERS;
    const { Tray } = options.electron;
    this.#tray = new Tray(this.#image(trayModel(state).icon));
    this.#tray.on('click', () => options.onAction('open'));
    this.#render(state);
  }

  show(state: TrayState): void {
    this.#next = state;
    this.#cancel ??= this.#timers.after(THROTTLE_MS, () => {
      this.#cancel = undefined;
      if (this.#next) this.#render(this.#next);
    });
  }

  destroy(): void {
    this.#cancel?.();
    this.#tray?.destroy();
    this.#tray = undefined;
  }

  #render(state: TrayState): void {
    const { icon, tooltip, menu } = trayModel(state);
    const text = JSON.stringify(menu);
    if (icon !== this.#shown.icon) this.#tray?.setImage(this.#image(icon));
    if (tooltip !== this.#shown.tooltip) this.#tray?.setToolTip(tooltip);
    if (text !== this.#shown.menu) this.#tray?.setContextMenu(this.#options.electron.Menu.buildFromTemplate(menu.map((item) => this.#entry(item))));
    this.#shown = { icon, tooltip, menu: text };
  }

  #entry(item: TrayItem): MenuItemConstructorOptions {
    if (item.kind === 'separator') return { type: 'separator' };
    if (item.kind === 'text') return { label: item.label, enabled: false };
    if (item.kind === 'menu') return { label: item.label, submenu: item.items.map((one) => this.#entry(one)) };
    if (item.kind === 'choice') return { type: item.type, label: item.label, checked: item.checked, click: () => this.#options.onNotify(item.notify) };
    return { label: item.label, enabled: item.enabled, click: () => this.#options.onAction(item.action) };
  }

  #image(icon: TrayIcon): NativeImage {
    const known = this.#images.get(icon);
    if (known) return known;
    // Electron finds the sharper `@2x` image beside it by itself.
    const size = (this.#options.platform ?? process.platform) === 'linux' ? 22 : 16;
    const image = this.#options.electron.nativeImage.createFromPath(path.join(this.#options.icons, `${icon}-${size}.png`));
    this.#images.set(icon, image);
    return image;
  }
}
