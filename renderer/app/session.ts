import i18next from 'i18next';
import type { Connection, ConnectionState, StreamStart } from '../../daemon/client/connection.ts';
import type { MethodName, Params, Result, Topic, TypedEvent } from '../../daemon/protocol/index.ts';
import { type Failure, failureOf, type Outcome } from '../lib/failure.ts';
import { FrameQueue } from '../lib/frame-queue.ts';
import { PROBLEM_TOPICS } from '../lib/problem.ts';
import { soon } from '../lib/soon.ts';
import { CONFIRM_WITHIN_MS, expect, type Verb } from '../lib/verbs.ts';
import { type Change, DESK, EMPTY_WORLD, fold } from '../lib/world.ts';
import { ask } from './confirmation.ts';
import { type Figures, NO_FIGURES, selectEnded, useDesk } from './desk.ts';
import { nextLink } from './link.ts';
import { complain } from './notice.ts';
import { hearInSight } from './sight.ts';

/** All that the page folds in whether it is looked at or not: numbered, and few. */
const TOPICS = [
  ...['bot.state', 'trade.*', 'order.*', 'balance.update', 'candle.closed', 'replay.state'],
  ...['strategy.state', 'config.changed', 'whitelist', 'lock.*', 'protection.*'],
  ...PROBLEM_TOPICS,
];

/** Many times a second, and worth nothing a moment later. */
const IN_SIGHT = ['ticker', 'position.update', 'performance.update', 'log'] as const;

const REFRESH_MS = 5000;
/** Lets a burst of events pass before figures are asked for. */
const SETTLE_MS = 500;
const ROWS = 50;
/** An answer that was not wanted by then would be out of date. */
const AHEAD_MS = 2000;

/** After these, what keeps the bot from trading and the summary may read differently. */
const STIRRING = /^(bot|strategy|config|risk|trade|whitelist|lock|protection)/;

const CALLS = {
  start: 'bot.start',
  stop: 'bot.stop',
  pause: 'bot.pause',
  resume: 'bot.resume',
  panic: 'bot.panic',
  flatten: 'bot.panic',
  rearm: 'bot.rearm',
} as const satisfies Record<Verb, MethodName>;

/** Keeps the store in step with the daemon and carries out what the operator asks. */
export class Session {
  readonly #connection: Connection;
  readonly #queue = new FrameQueue<Change>({ take: (changes) => this.#fold(changes) });
  readonly #ahead = new Map<string, unknown>();
  readonly #refreshSoon = soon(() => this.#refreshFigures(), SETTLE_MS);

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  start(): void {
    this.#onState(this.#connection.state);
    this.#connection.onState((state) => this.#onState(state));
    this.#connection.subscribe(
      { topics: TOPICS, snapshot: true },
      {
        onEvent: (event) => this.#onEvent(event),
        onStart: (start) => this.#onStream(start),
        onResume: (start) => this.#onStream(start),
        onReset: (start) => this.#onReset(start),
        onError: (error) => this.#complain(error),
      },
    );
    hearInSight(this.#connection, { topics: IN_SIGHT, onEvent: (event) => this.#onEvent(event), onReturn: () => this.#returned() });
    this.#connection.connect();
    setInterval(() => {
      if (!document.hidden) this.#refreshFigures();
    }, REFRESH_MS);
  }

  /** Calls a method, asking first where the daemon wants a confirmation. Null: refused or failed, and said so; or not confirmed. */
  async call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M> | null> {
    try {
      return await this.#connection.call(method, params);
    } catch (error) {
      const failure = failureOf(error);
      if (failure?.data.kind === 'confirmation_required' && failure.data.token !== undefined) {
        return this.#confirmed(method, params, failure.message, failure.data.token);
      }
      this.#complain(error);
      return null;
    }
  }

  /**
   * Calls for a page that says itself what came of it, and that has asked already where a confirmation is wanted. A change
   * whose answer was lost fails with `outcome_unknown`.
   */
  async attempt<M extends MethodName>(method: M, params: Params<M>): Promise<Outcome<Result<M>>> {
    try {
      return { ok: true, value: await this.#connection.callConfirmed(method, params) };
    } catch (error) {
      return { ok: false, failure: asFailure(error) };
    }
  }

  /** Calls whatever method the operator wants to try, asking first where the daemon wants a confirmation. Null: not confirmed. */
  async tryOut(method: MethodName, params: unknown): Promise<Outcome<unknown> | null> {
    const call = async (name: MethodName, given: unknown): Promise<Outcome<unknown>> => {
      try {
        return { ok: true, value: await this.#connection.call(name, given as never) };
      } catch (error) {
        return { ok: false, failure: asFailure(error) };
      }
    };
    const outcome = await call(method, params);
    if (outcome.ok || outcome.failure.data.kind !== 'confirmation_required' || outcome.failure.data.token === undefined) return outcome;
    const { message, data } = outcome.failure;
    return (await ask({ method, params, danger: message })) ? call('rpc.confirm', { token: data.token }) : null;
  }

  /** Asks quietly: null when there is no answer. */
  async read<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M> | null> {
    return this.#connection.call(method, params).catch(() => null);
  }

  /** Asks, while the first page is still being made ready, what that will want to know. */
  async ahead<M extends MethodName>(method: M, params: Params<M>): Promise<void> {
    const key = JSON.stringify([method, params]);
    this.#ahead.set(key, await this.read(method, params));
    setTimeout(() => this.#ahead.delete(key), AHEAD_MS);
  }

  /** What was asked `ahead` and has been answered just now; null where it has not. */
  told<M extends MethodName>(method: M, params: Params<M>): Result<M> | null {
    return (this.#ahead.get(JSON.stringify([method, params])) as Result<M> | null | undefined) ?? null;
  }

  /** Hears of events that only the page shown needs, until the answer is called. What happened before is not told. */
  follow(topics: readonly Topic[], onEvent: (event: TypedEvent) => void): () => void {
    const subscription = this.#connection.subscribe({ topics }, { onEvent });
    return () => subscription.close();
  }

  /** Carries out a verb on the account shown. The page assumes the outcome at once and takes it back when nothing confirms it. */
  async perform(verb: Verb): Promise<void> {
    const { account } = useDesk.getState();
    const params = verb === 'flatten' ? { account, flatten: true } : { account };
    const asksFirst = verb === 'flatten' || verb === 'rearm';
    const settle = asksFirst ? () => {} : this.#assume(account, verb);
    const status = await this.call(CALLS[verb], params);
    if (status !== null) {
      // What was assumed and what is known change places in one go: between them the buttons would mean something else.
      this.#queue.push({ kind: 'book', account, part: { status } });
      this.#queue.flush();
    }
    settle();
    this.#refreshSoon();
  }

  /** Takes in at once what was heard and waits for the next frame. */
  flush(): void {
    this.#queue.flush();
  }

  /** Shows another account. */
  show(account: string): void {
    if (useDesk.getState().account === account) return;
    useDesk.setState({ account, expectation: null });
    this.#loadMarkets(account);
    this.#loadBook(account);
    this.#refreshFigures();
  }

  async #confirmed<M extends MethodName>(method: M, params: Params<M>, danger: string, token: string): Promise<Result<M> | null> {
    if (!(await ask({ method, params, danger }))) return null;
    try {
      return (await this.#connection.call('rpc.confirm', { token })) as Result<M>;
    } catch (error) {
      this.#complain(error);
      return null;
    }
  }

  #complain(error: unknown): void {
    const failure = failureOf(error);
    if (failure === null) complain(i18next.t('notice.noAnswer'), error instanceof Error ? error.message : undefined);
    else complain(failure.message, failure.data.hint);
  }

  /** Shows the outcome before it is known. The answer is the function that ends the assumption. */
  #assume(account: string, verb: Verb): () => void {
    const expectation = expect(account, verb, Date.now());
    useDesk.setState({ expectation });
    const end = () => {
      clearTimeout(timer);
      if (useDesk.getState().expectation === expectation) useDesk.setState({ expectation: null });
    };
    const timer = setTimeout(() => {
      if (useDesk.getState().expectation !== expectation) return;
      end();
      complain(i18next.t('notice.unconfirmed'), i18next.t('notice.unconfirmedHint'));
    }, CONFIRM_WITHIN_MS);
    return end;
  }

  #onState(state: ConnectionState): void {
    useDesk.setState(({ link }) => ({ link: nextLink(link, state, Date.now()) }));
    if (state.name === 'ready') this.#refreshFigures();
  }

  #onStream({ seq, snapshot }: StreamStart): void {
    if (snapshot !== undefined) this.#queue.push({ kind: 'snapshot', seq, snapshot });
    useDesk.setState(({ generation }) => ({ generation: generation + 1 }));
    // With a desk alone, the snapshot holds all of its book.
    this.#loadAll(snapshot?.bots.length === 1);
  }

  /** In sight again: what was not heard meanwhile is asked for. */
  #returned(): void {
    this.#loadAll(false);
    this.#refreshFigures();
  }

  /** Another store: nothing that was known holds any longer. */
  #onReset(start: StreamStart): void {
    useDesk.setState({ world: EMPTY_WORLD, figures: {}, expectation: null });
    this.#onStream(start);
    this.#refreshFigures();
  }

  #onEvent(event: TypedEvent): void {
    this.#queue.push({ kind: 'event', event });
    if (STIRRING.test(event.topic)) this.#refreshSoon();
  }

  #fold(changes: readonly Change[]): void {
    useDesk.setState(({ world, expectation }) => ({
      world: fold(world, changes),
      expectation: changes.some((change) => confirms(change, expectation?.account)) ? null : expectation,
    }));
  }

  #loadAll(deskIsKnown: boolean): void {
    const { account } = useDesk.getState();
    this.#loadMarkets(DESK);
    if (!deskIsKnown) this.#loadBook(DESK);
    if (account !== DESK) {
      this.#loadMarkets(account);
      this.#loadBook(account);
    }
    this.#loadReplays();
    this.#push('logs.query', { limit: 100 }, ({ items }) => ({ kind: 'log', lines: items }));
    this.#push('events.history', { topics: [...PROBLEM_TOPICS], limit: 100 }, ({ items }) => ({ kind: 'history', events: items as TypedEvent[] }));
  }

  #loadReplays(): void {
    this.#push('replay.list', {}, ({ items }) => ({ kind: 'replays', items }));
  }

  #loadBook(account: string): void {
    this.#push('bot.status', { account }, (status) => ({ kind: 'book', account, part: { status } }));
    this.#push('positions.list', { account }, ({ items }) => ({ kind: 'book', account, part: { positions: items } }));
    this.#push('orders.list', { account, state: 'active', limit: ROWS }, ({ items }) => ({ kind: 'book', account, part: { orders: items } }));
    this.#push('trades.list', { account, limit: ROWS }, ({ items }) => ({ kind: 'book', account, part: { trades: items } }));
  }

  #loadMarkets(account: string): void {
    void this.read('markets.list', { account }).then((answer) => {
      if (answer) this.#putFigures(account, { markets: Object.fromEntries(answer.items.map((market) => [market.pair, market])) });
    });
    void this.#countPairs(account);
  }

  /** A replay plays the one pair of its file; the desk may trade what is on its list. */
  async #countPairs(account: string): Promise<void> {
    if (account !== DESK) return this.#putFigures(account, { pairs: 1 });
    const answer = await this.read('markets.whitelist', {});
    if (answer) this.#putFigures(account, { pairs: answer.items.length });
  }

  #refreshFigures(): void {
    const { account, link, world } = useDesk.getState();
    if (link.phase !== 'connected') return;
    if (Object.values(world.replays).some((run) => run.state === 'running')) this.#loadReplays();
    void this.read('performance.summary', { account }).then((summary) => summary && this.#putFigures(account, { summary }));
    if (selectEnded(useDesk.getState()) !== null) return;
    this.#push('bot.status', { account }, (status) => ({ kind: 'book', account, part: { status } }));
    void this.read('bot.why', { account }).then((why) => why && this.#putFigures(account, { why }));
  }

  /** Answers go the way of the events, so that the order in which the daemon spoke is kept. */
  #push<M extends MethodName>(method: M, params: Params<M>, toChange: (answer: Result<M>) => Change): void {
    void this.read(method, params).then((answer) => answer && this.#queue.push(toChange(answer)));
  }

  #putFigures(account: string, part: Partial<Figures>): void {
    useDesk.setState(({ figures }) => ({
      figures: { ...figures, [account]: { ...NO_FIGURES, ...figures[account], ...part } },
    }));
  }
}

/** No answer at all counts as a failure too. */
const asFailure = (error: unknown): Failure =>
  failureOf(error) ?? { message: error instanceof Error ? error.message : String(error), data: { kind: 'upstream_unavailable', retryable: true } };

/** Whether a change tells the outcome of a verb on an account. */
const confirms = (change: Change, account: string | undefined): boolean =>
  account !== undefined && change.kind === 'event' && change.event.topic === 'bot.state' && change.event.data.account === account;
