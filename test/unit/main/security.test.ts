import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { CHANNELS, OUTSIDE_LINKS } from '../../../daemon/protocol/bridge.ts';
import { Origin } from '../../../main/origin.ts';
import { CONTENT_SECURITY_POLICY } from '../../../main/page-files.ts';
import type { FakeWindow } from '../../fakes/electron.ts';
import { ROOT } from '../../support/entry.ts';
import { FakeLink } from '../client/fake-link.ts';
import { setUpConsole } from './set-up.ts';

/** The checklist of Electron's documentation (https://www.electronjs.org/docs/latest/tutorial/security), by its numbers. */
describe('Electron’s security checklist', () => {
  let set: ReturnType<typeof setUpConsole>;
  let window: FakeWindow;

  beforeEach(async () => {
    set = setUpConsole({ connect: new FakeLink() });
    set.desktop.start();
    await set.ready();
    window = set.windows[0]!;
  });

  const sources = (folder: string): string[] =>
    fs
      .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|tsx|html)$/.test(file))
      .map((file) => path.join(ROOT, folder, file));
  const code = ['main', 'preload', 'renderer'].flatMap(sources).map((file) => ({ file, text: fs.readFileSync(file, 'utf8') }));
  const using = (pattern: RegExp) => code.filter(({ text }) => pattern.test(text)).map(({ file }) => path.relative(ROOT, file));

  test('1 only the console’s own content is loaded', () => {
    expect(window.webContents.mainFrame.url).toBe('app://console/index.html');
    for (const url of [
      'https://example.org/x.js',
      'http://127.0.0.1:7480/',
      'file:///etc/passwd',
      'app://other/x',
      'ws://127.0.0.1/ws',
      'chrome-extension://x/y',
    ]) {
      expect([url, set.session.cancels(url)]).toEqual([url, true]);
    }
    expect(set.session.cancels('app://console/assets/index.js')).toBe(false);
  });

  test('2, 3, 4, 6, 8, 9, 10, 11 the page has no Node, a world and a sandbox of its own, and nothing is switched off', () => {
    expect(window.options.webPreferences).toEqual({
      preload: '/preload.cjs',
      contextIsolation: true,
      nodeIntegration: false,
      sandbox: true,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      additionalArguments: ['--nightdesk-version=1.0.0'],
    });
    expect(
      using(/allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|nodeIntegrationIn|disableWebSecurity|sandbox: false|\.commandLine\b/),
    ).toEqual([]);
  });

  test('4 the sandbox is on for everything before Electron is ready', () => {
    expect(set.calls.indexOf('enableSandbox')).toBeGreaterThanOrEqual(0);
    expect(set.calls.indexOf('enableSandbox')).toBeLessThan(set.calls.indexOf('ready'));
  });

  test('5 the page is permitted nothing but to copy text', () => {
    const asked = (permission: string) => {
      let answer: boolean | undefined;
      set.session.permissionRequest?.({}, permission, (granted) => {
        answer = granted;
      });
      return [answer, set.session.permissionCheck?.({}, permission)];
    };
    for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'clipboard-read', 'fullscreen', 'hid', 'serial', 'usb', 'fileSystem']) {
      expect([permission, ...asked(permission)]).toEqual([permission, false, false]);
    }
    expect(asked('clipboard-sanitized-write')).toEqual([true, true]);
    expect(set.session.devicePermission?.()).toBe(false);
  });

  test('7 the policy lets the page load its own parts and speak to nobody', async () => {
    const response = await set.page(new Request('app://console/index.html'));
    expect(response?.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(CONTENT_SECURITY_POLICY.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  test('12 no webview is attached', () => {
    expect(window.webContents.tries('will-attach-webview', 'app://console/')).toBe(false);
  });

  test('13 the page stays where it is', () => {
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate'] as const) {
      for (const url of ['https://example.org/', 'app://console.evil/', 'app://other/', 'file:///etc/passwd', 'javascript:alert(1)', 'nonsense']) {
        expect([event, url, window.webContents.tries(event, url)]).toEqual([event, url, false]);
      }
      expect(window.webContents.tries(event, 'app://console/index.html')).toBe(true);
    }
  });

  test('14 the page opens no window', () => {
    for (const url of ['https://example.org/', 'app://console/index.html']) expect(window.webContents.openHandler?.({ url })).toEqual({ action: 'deny' });
  });

  test('15 only addresses written down here are opened outside, by their names', async () => {
    for (const address of Object.values(OUTSIDE_LINKS)) expect(address).toMatch(/^https:\/\//);
    await set.ipcMain.invoke(window.webContents, CHANNELS.openLink, ['jsonRpc']);
    expect(set.opened).toEqual([OUTSIDE_LINKS.jsonRpc]);
    for (const link of ['https://example.org', 'toString', '', null]) {
      await expect(set.ipcMain.invoke(window.webContents, CHANNELS.openLink, [link])).rejects.toThrow('bad arguments');
    }
    expect(set.opened).toHaveLength(1);
    expect(using(/openExternal\(/)).toEqual(['main/console.ts']);
  });

  test('16 Electron is pinned exactly', () => {
    const { devDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('17 every channel answers only the main frame of the console’s own page, and only sound arguments', async () => {
    expect([...set.ipcMain.handlers.keys()].sort()).toEqual(
      [CHANNELS.call, CHANNELS.connect, CHANNELS.openLink, CHANNELS.state, CHANNELS.subscribe, CHANNELS.unsubscribe].sort(),
    );
    const sound: Record<string, unknown[]> = {
      [CHANNELS.call]: ['session.ping', {}, {}],
      [CHANNELS.subscribe]: [1, { topics: ['*'] }],
      [CHANNELS.unsubscribe]: [1],
      [CHANNELS.openLink]: ['jsonRpc'],
    };
    const strangers = [{ senderFrame: { url: 'https://example.org/' } }, { senderFrame: { url: 'app://console/index.html' } }, { senderFrame: null }];
    for (const channel of set.ipcMain.handlers.keys()) {
      for (const from of strangers) await expect(set.ipcMain.invoke(window.webContents, channel, sound[channel] ?? [], from)).rejects.toThrow('refused');
      await expect(set.ipcMain.invoke(window.webContents, channel, [...(sound[channel] ?? []), 'one too many'])).rejects.toThrow('refused');
    }
    window.webContents.mainFrame.url = 'https://example.org/';
    await expect(set.ipcMain.invoke(window.webContents, CHANNELS.state, [])).rejects.toThrow('it came from https://example.org/');
    expect(set.log.length).toBeGreaterThan(20);
    expect(using(/ipcMain\.(on|handle|once)\(/)).toEqual(['main/guarded-ipc.ts']);
  });

  test.each([
    ['an unknown method', ['no.such', {}, {}]],
    ['a member every object has', ['constructor', {}, {}]],
    ['parameters that are no object', ['session.ping', 'x', {}]],
    ['an unknown option', ['session.ping', {}, { signal: {} }]],
    ['a limit of time that is none', ['session.ping', {}, { timeoutMs: -1 }]],
    ['nothing', []],
  ])('17 a call with %s is refused', async (_what, args) => {
    await expect(set.ipcMain.invoke(window.webContents, CHANNELS.call, args)).rejects.toThrow('bad arguments');
  });

  test('18 a scheme of its own in place of file://', () => {
    expect(set.calls).toContain('schemes [{"scheme":"app","privileges":{"standard":true,"secure":true,"codeCache":true}}]');
    expect(set.calls.findIndex((call) => call.startsWith('schemes'))).toBeLessThan(set.calls.indexOf('ready'));
    expect(using(/loadFile\(|['"`]file:\/\//)).toEqual([]);
  });

  test('18 an origin is compared by its parts', () => {
    const origin = new Origin();
    expect(['app://console/', 'app://console/index.html#/x'].map((url) => origin.owns(url))).toEqual([true, true]);
    expect(['app://console.evil/', 'app://console@evil/', 'https://console/', 'app:console', ''].map((url) => origin.owns(url))).toEqual(Array(5).fill(false));
    const dev = new Origin('http://localhost:5173');
    expect([dev.start, dev.owns('http://localhost:5173/x'), dev.owns('http://localhost:51730/'), dev.owns('app://console/')]).toEqual([
      'http://localhost:5173',
      true,
      false,
      false,
    ]);
  });

  test('19 the fuses of a package', () => {
    const { electronFuses } = JSON.parse(fs.readFileSync(path.join(ROOT, 'resources/packaging/electron-builder.json'), 'utf8'));
    expect(electronFuses).toEqual({
      runAsNode: true, // the daemon runs on Electron's own Node where there is no other
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  test('20 the page gets one object of functions, and nothing of Electron', () => {
    expect(using(/exposeInMainWorld/)).toEqual(['preload/index.ts']);
    const preload = fs.readFileSync(path.join(ROOT, 'preload/index.ts'), 'utf8');
    expect(preload.match(/exposeInMainWorld\((.*)\)/)?.[1]).toBe("'nightdesk', bridge");
    expect(using(/from 'electron'/).filter((file) => file.startsWith('renderer'))).toEqual([]);
  });
});
