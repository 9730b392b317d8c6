import fs from 'node:fs';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { Browser, BrowserContext, Frame, Page, Request as PageRequest, Route } from 'playwright-core';
import { FakeWebContents, FakeWindow } from '../../fakes/electron.ts';
import { fromChromium, toChromium } from './address.ts';
import { type Answer, DELIVER, INVOKE, preloadScript } from './preload-host.ts';

/** What the windows of one stand-in share. */
export interface Surroundings {
  readonly browser: Browser;
  /** A call of a page to the main process. */
  readonly invoke: (contents: ChromiumContents, channel: string, args: unknown[], frame: object) => Promise<unknown>;
  /** Answers requests of the schemes that the main process handles. */
  readonly respond: (request: Request) => Promise<Response | undefined>;
  /** Whether the session's `webRequest` cancels it. */
  readonly cancels: (url: string) => boolean;
  /** Whether the session permits it. */
  readonly permits: (permission: string) => boolean;
}

/** The contents of a window: a real page in Chromium. */
export class ChromiumContents extends FakeWebContents {
  readonly #surroundings: Surroundings;
  readonly #options: BrowserWindowConstructorOptions;
  readonly #complaints: string[] = [];
  #page: Promise<Page> | undefined;
  /** Address that the main process itself asked for. */
  #asked = '';

  constructor(surroundings: Surroundings, options: BrowserWindowConstructorOptions) {
    super();
    this.#surroundings = surroundings;
    this.#options = options;
  }

  /** Faults of the page, and breaches of its content security policy. */
  get complaints(): readonly string[] {
    return this.#complaints;
  }

  page(): Promise<Page> {
    this.#page ??= this.#open();
    return this.#page;
  }

  async load(url: string): Promise<void> {
    this.#asked = url;
    const page = await this.page();
    await page.goto(toChromium(url), { waitUntil: 'domcontentloaded' });
  }

  /** As Electron does after a crash, too: in a new process. */
  override reload(): void {
    this.reloads += 1;
    const before = this.#page;
    this.#page = undefined;
    void this.#shut(before);
    void this.load(this.#asked);
  }

  /** A page that hangs takes it in when it comes back, one that is gone never. */
  override send(channel: string, ...args: unknown[]): void {
    super.send(channel, ...args);
    void this.page()
      .then((page) =>
        page.evaluate(
          ([name, to, given]) => (window as unknown as Record<string, ((channel: string, args: unknown[]) => void) | undefined>)[name]?.(to, given),
          [DELIVER, channel, args] as const,
        ),
      )
      .catch(() => {});
  }

  close(): Promise<void> {
    return this.#shut(this.#page);
  }

  /** A browser that ends at the same moment takes its windows with it. */
  async #shut(page: Promise<Page> | undefined): Promise<void> {
    try {
      await (await page)?.context().close();
    } catch (error) {
      if (this.#surroundings.browser.isConnected()) throw error;
    }
  }

  async #open(): Promise<Page> {
    const { width = 800, height = 600, webPreferences } = this.#options;
    const { browser, permits } = this.#surroundings;
    const context = await browser.newContext({
      viewport: { width, height },
      serviceWorkers: 'block',
      permissions: permits('clipboard-sanitized-write') ? ['clipboard-write'] : [],
    });
    await context.exposeBinding(INVOKE, ({ frame }, channel: string, args: unknown[]) => this.#invoke(frame, channel, args));
    const source = webPreferences?.preload === undefined ? '' : fs.readFileSync(webPreferences.preload, 'utf8');
    await context.addInitScript(preloadScript(source, webPreferences?.additionalArguments ?? []));
    await context.route('**/*', (route) => this.#route(route));
    const page = await context.newPage();
    this.#watch(context, page);
    return page;
  }

  #watch(context: BrowserContext, page: Page): void {
    context.on('page', (opened) => {
      if (this.openHandler?.({ url: fromChromium(opened.url()) }).action !== 'allow') void opened.close();
    });
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.mainFrame.url = fromChromium(frame.url());
    });
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed' }));
    page.on('pageerror', (error) => this.#complaints.push(String(error.stack)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(message.text());
    });
  }

  async #invoke(frame: Frame, channel: string, args: unknown[]): Promise<Answer> {
    const sender = frame.parentFrame() === null ? this.mainFrame : { url: fromChromium(frame.url()) };
    try {
      return { ok: true, value: await this.#surroundings.invoke(this, channel, args, { senderFrame: sender }) };
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** What Electron does with a request: asks about navigations, then the session, then the handler of the scheme. */
  async #route(route: Route): Promise<void> {
    const request = route.request();
    const url = fromChromium(request.url());
    if (request.isNavigationRequest() && !this.#mayNavigate(frameOf(request), url)) return route.abort('aborted');
    if (this.#surroundings.cancels(url)) return route.abort('blockedbyclient');
    const response = await this.#surroundings.respond(new Request(url, { method: request.method() }));
    if (!response) return route.abort('failed');
    const body = Buffer.from(await response.arrayBuffer());
    return route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
  }

  /** What the main process asked for is not put to its own listeners; what the page tries is. */
  #mayNavigate(frame: Frame | undefined, url: string): boolean {
    if (!frame) return this.openHandler?.({ url }).action === 'allow';
    const isMainFrame = frame.parentFrame() === null;
    const asked = isMainFrame && url === this.#asked.replace(/#.*/, '');
    const event = isMainFrame ? 'will-navigate' : 'will-frame-navigate';
    if (!asked && !this.tries(event, url)) return false;
    this.emit('did-start-navigation', { isMainFrame, isSameDocument: false });
    return true;
  }
}

/** Undefined for a window that the page is about to open: it has no frame yet. */
function frameOf(request: PageRequest): Frame | undefined {
  try {
    return request.frame();
  } catch {
    return undefined;
  }
}

/** A window with a real page. Being shown, hidden or placed is only noted: a headless browser has no screen. */
export abstract class ChromiumWindow extends FakeWindow {
  abstract override readonly webContents: ChromiumContents;

  override async loadURL(url: string): Promise<void> {
    await this.webContents.load(url);
    this.emit('ready-to-show');
  }

  override close(): void {
    super.close();
    if (this.destroyed) void this.webContents.close();
  }
}
