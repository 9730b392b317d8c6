import type { Session, WebContents } from 'electron';
import type { ElectronApi } from './electron.ts';
import type { Origin } from './origin.ts';

/** The only thing a page may do beyond showing itself: copy text when the user asks for it. */
const PERMITTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** To be called before Electron is ready: every window is sandboxed, stays where it is, and opens no other. */
export function hardenApp(app: ElectronApi['app'], origin: Origin): void {
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => hardenContents(contents, origin));
}

function hardenContents(contents: WebContents, origin: Origin): void {
  const stay = (event: { preventDefault(): void; url: string }) => {
    if (!origin.owns(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Denies what a page could ask the system for, and every request that leaves the console. */
export function hardenSession(session: Session, origin: Origin): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => callback(PERMITTED.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => PERMITTED.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !origin.owns(details.url) && !isInternal(details.url) }));
}

/** What a page carries in itself, and the developer tools; none of it leaves the machine. */
const isInternal = (address: string): boolean => /^(data|blob|devtools):/.test(address);
