import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { RunningDaemon } from './daemon.ts';
import { ROOT } from './entry.ts';

/** Debian's Chromium, or another named in the environment; undefined where there is none. */
export const CHROMIUM = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (file) => file !== undefined && fs.existsSync(file),
);
export const NO_CHROMIUM = 'no Chromium: install Debian’s package `chromium`, or name one in CHROMIUM';

/** The sandbox cannot be set up by root, as in a container. */
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

export const launchBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM!, args: ARGS });

/** Builds the console where `npm test` has not done so already. */
export function buildConsole(): void {
  if (process.env.NIGHTDESK_ENTRY === 'built') return;
  execFileSync(process.execPath, [path.join(ROOT, 'test/support/build-console.mjs')], { cwd: ROOT, stdio: 'pipe' });
}

/** A port that is free now, for a daemon that is to come back at the same address. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** What a browser complains of when a daemon goes away on purpose, and of the login page's missing icon. */
const EXPECTED = /WebSocket|ERR_CONNECTION|ERR_INCOMPLETE|ERR_INTERNET|401|favicon\.ico/;

export interface OpenConsole {
  readonly page: Page;
  /** What the browser complained of: faults, and breaches of the content security policy. */
  readonly complaints: readonly string[];
}

interface OpenOptions extends BrowserContextOptions {
  /** Where in the console to begin, such as `#/trades`. */
  readonly address?: string;
  /** Another address the console is reached by. */
  readonly at?: string;
}

/** Logs a fresh browser in by a one-time link, opens the console at an address, and waits until its page is there and knows the desk. */
export async function openConsole(browser: Browser, daemon: RunningDaemon, { at, address = '', ...options }: OpenOptions = {}): Promise<OpenConsole> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error.stack)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(`${message.text()} ${message.location().url}`)) complaints.push(message.text());
  });
  const { url } = await daemon.client.call('session.link', {});
  const link = at === undefined ? url : url.replace(new URL(url).origin, at);
  await context.request.get(link);
  await page.goto(new URL(address, new URL(link).origin).href);
  await page.locator('.desk:is([data-age="fresh"], [data-age="ended"])').waitFor();
  await drawn(page);
  return { page, complaints };
}

/** Resolves when the page of the console that the address names is the one that is drawn; what it asks the daemon may still be on its way. */
export const drawn = (page: Page): Promise<void> => page.locator('#main[aria-busy="false"]:not(:has(> [aria-busy="true"]))').waitFor();

/** What axe-core finds wrong with the page as it is, or with a part of it, one line each. */
export async function accessibilityFaults(page: Page, part = ':root'): Promise<string[]> {
  await page.evaluate(fs.readFileSync(path.join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(async (selector) => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(selector);
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.any[0]?.message ?? node.failureSummary}`));
  }, part);
}
