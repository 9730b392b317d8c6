import type { Browser, BrowserContext, Page, WebSocketRoute } from 'playwright-core';
import { watchCalls } from './calls.ts';
import { type ScriptedDesk, startScriptedDesk, startTroubledDesk, startYoungDesk } from './desk.ts';
import { type Frame, type Shot, show, type Theme } from './shots.ts';

/**
 * What a picture is taken of: the desk that lived through two days, one set up a moment ago, one that needs attention.
 * `lost`: the first, whose daemon is heard no more. `live`: the first, with the word live in place of paper on the way to
 * the page, as no exchange is built yet that trades with real money.
 */
export type Stage = 'lived' | 'young' | 'troubled' | 'lost' | 'live';

type DeskOf = 'lived' | 'young' | 'troubled';
const STARTS = { lived: startScriptedDesk, young: startYoungDesk, troubled: startTroubledDesk } as const satisfies Record<DeskOf, () => Promise<ScriptedDesk>>;
const DESKS = { lived: 'lived', young: 'young', troubled: 'troubled', lost: 'lived', live: 'lived' } as const satisfies Record<Stage, DeskOf>;

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

const ELSEWHERE: Shot = { name: 'audit', place: 'audit' };

/** Desks in every state, each started when it is first looked at, and the pages that look at them. */
export class Gallery {
  readonly #browser: Browser;
  readonly #desks = new Map<DeskOf, Promise<ScriptedDesk>>();
  readonly #sessions = new Map<DeskOf, Promise<StorageState>>();

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Opens the console of a desk, with the browser's clock at the desk's. */
  async open(stage: Stage, theme: Theme, { width, height }: Frame): Promise<Page> {
    const { daemon, now } = await this.#desk(DESKS[stage]);
    const context = await this.#browser.newContext({
      viewport: { width, height },
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      colorScheme: theme,
      reducedMotion: 'reduce',
      storageState: await this.#signedIn(DESKS[stage]),
    });
    const page = await context.newPage();
    watchCalls(page);
    const hangUp = stage === 'lost' || stage === 'live' ? await comeBetween(page, stage) : undefined;
    await page.clock.setFixedTime(now);
    const { console: address } = await daemon.client.call('daemon.status', {});
    await page.goto(String(address));
    await page.locator('.desk:not([data-age="disconnected"])').waitFor();
    // A chart measures its labels once: one begun before the fonts were there is left.
    await show(page, ELSEWHERE);
    if (stage === 'lost') {
      await show(page, { name: 'overview', place: 'overview' });
      await hangUp!();
    }
    return page;
  }

  /** Stops every desk. The browser is left open. */
  async close(): Promise<void> {
    await Promise.all([...this.#desks.values()].map(async (desk) => (await desk).stop()));
  }

  #desk(name: DeskOf): Promise<ScriptedDesk> {
    const known = this.#desks.get(name) ?? STARTS[name]();
    this.#desks.set(name, known);
    return known;
  }

  /** A login is an event and a line of the log: one for all pictures, so that each shows the same, whichever are taken. */
  #signedIn(name: DeskOf): Promise<StorageState> {
    const login = async () => {
      const { client } = (await this.#desk(name)).daemon;
      const context = await this.#browser.newContext();
      const { url } = await client.call('session.link', {});
      await context.request.get(url);
      const state = await context.storageState();
      await context.close();
      return state;
    };
    const known = this.#sessions.get(name) ?? login();
    this.#sessions.set(name, known);
    return known;
  }
}

/** Stands between a page and its daemon. @returns ends the conversation, and is done when the page tries again, in vain */
async function comeBetween(page: Page, stage: 'lost' | 'live'): Promise<() => Promise<void>> {
  let gone = false;
  let line: WebSocketRoute | undefined;
  const tried = Promise.withResolvers<void>();
  await page.routeWebSocket(/\/ws$/, (route) => {
    // Left without an answer: a page that tries again and again would not stand still.
    if (gone) return tried.resolve();
    line = route;
    const daemon = route.connectToServer();
    if (stage === 'live') daemon.onMessage((message) => route.send(String(message).replaceAll('"mode":"paper"', '"mode":"live"')));
  });
  return async () => {
    gone = true;
    await line?.close();
    await tried.promise;
    await page.locator('.desk[data-age="disconnected"]').waitFor();
  };
}
