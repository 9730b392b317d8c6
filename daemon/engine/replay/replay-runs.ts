import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../../config/schema.ts';
import { PaperExchange } from '../../exchange/paper/exchange.ts';
import type { MarketListener, ReplaySource } from '../../exchange/port.ts';
import { openReplay } from '../../exchange/replay/source.ts';
import { timeframeMs } from '../../exchange/timeframe.ts';
import type { EventBus } from '../../journal/bus.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Log } from '../../log/log.ts';
import { RpcError } from '../../protocol/errors.ts';
import type { ParsedParams } from '../../protocol/methods/index.ts';
import type { ReplayRun } from '../../protocol/methods/replay.ts';
import type { Store } from '../../store/store.ts';
import type { Strategy } from '../../strategies/strategy.ts';
import type { BookStore } from '../books/book-store.ts';
import { Desk } from '../desk/desk.ts';
import type { BookQueries } from '../queries.ts';
import { settingsOf } from '../settings.ts';
import { validParams } from '../strategy-params.ts';
import { CountedTicks, intercepted } from './progress.ts';
import { Replay } from './replay.ts';
import { accountOf, type ReplayRecord, ReplayStore, type ReplayTerms, toRun } from './replay-store.ts';

/** Points of the equity curve that a replay leaves. */
const POINTS = 1000;
/** What a replay begins with when nothing else is asked for: sums of a like worth. */
const ROUND_SUMS: Readonly<Record<string, string>> = { BTC: '1', ETH: '10', BNB: '20' };
const ROUND_SUM = '10000';

export interface ReplayRunsOptions {
  readonly store: Store;
  readonly books: BookStore;
  readonly queries: BookQueries;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly log: Log;
  readonly strategies: ReadonlyMap<string, Strategy>;
  readonly config: () => Config;
  /** Wall clock. */
  readonly now?: () => number;
}

/** All replays: those at work, each with a desk of its own, and the records of those that are over. */
export class ReplayRuns {
  readonly #options: ReplayRunsOptions;
  readonly #store: ReplayStore;
  readonly #records: ReplayRecord[];
  readonly #active = new Map<string, Replay>();

  constructor(options: ReplayRunsOptions) {
    this.#options = options;
    this.#store = new ReplayStore(options.store);
    this.#records = this.#store.all();
  }

  /** Goes on with the replays that were under way. */
  start(): void {
    for (const record of this.#records) if (record.state === 'running') void this.#resume(record);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#active.values()].map((replay) => replay.halt()));
  }

  /** Desks of the replays at work. */
  get desks(): Desk[] {
    return [...this.#active.values()].map((replay) => replay.desk);
  }

  desk(account: string): Desk | undefined {
    return this.#active.get(account)?.desk;
  }

  /** Newest first. */
  list(): ReplayRun[] {
    return this.#records.map(toRun);
  }

  /** @throws RpcError `not_found` */
  get(account: string): ReplayRun {
    return toRun(this.#find(account));
  }

  has(account: string): boolean {
    return this.#records.some((record) => accountOf(record.id) === account);
  }

  /**
   * Begins a replay and returns at once.
   *
   * @throws RpcError `invalid` or `not_found` when the file, the strategy or its parameters won't do
   */
  async begin(wanted: ParsedParams<'replay.start'>): Promise<ReplayRun> {
    const { file, pair, timeframe, strategy, speed = 'max' } = wanted;
    if (!path.isAbsolute(file))
      throw new RpcError('invalid', `${file} is not an absolute path`, { field: 'file', hint: 'The daemon has a working directory of its own' });
    const params = validParams(this.#options.strategies, strategy, wanted.params ?? {});
    const fees = this.#options.config().paper.fees;
    const source = await openReplay({ file, pair, timeframe, speed, makerFee: fees.maker, takerFee: fees.taker });
    const terms = this.#terms(wanted, source, params);
    const digest = await digestOf(file);
    const record = this.#options.journal.write(() => {
      const blank = { candle: 0, ticks: 0, marketTime: null, elapsedMs: 0, error: null, summary: null };
      const startedAt = (this.#options.now ?? Date.now)();
      const fresh = this.#store.insert({
        file,
        digest,
        pair,
        timeframe,
        strategy,
        terms,
        speed,
        state: 'running',
        candles: source.length,
        startedAt,
        ...blank,
      });
      this.#options.journal.append('replay.state', toRun(fresh));
      return fresh;
    });
    this.#records.unshift(record);
    this.#play(record, source);
    return toRun(record);
  }

  /** Ends a replay that is under way. @throws RpcError `not_found` or `conflict` */
  async end(account: string): Promise<ReplayRun> {
    const record = this.#find(account);
    const replay = this.#active.get(account);
    if (!replay) throw new RpcError('conflict', `Replay ${account} is over (${record.state})`);
    replay.end('stopped');
    await replay.halt();
    this.#active.delete(account);
    return toRun(record);
  }

  #find(account: string): ReplayRecord {
    const record = this.#records.find((candidate) => accountOf(candidate.id) === account);
    if (!record) throw new RpcError('not_found', `There is no replay ${account}`, { field: 'account', hint: 'replay.list shows the replays' });
    return record;
  }

  #terms({ pair, strategy, startBalance }: ParsedParams<'replay.start'>, source: ReplaySource, params: Record<string, unknown>): ReplayTerms {
    const config = this.#options.config();
    const currency = source.markets()[0]?.quote ?? '';
    return {
      settings: { ...settingsOf(config), pairs: [pair], blacklist: [], strategies: { [strategy]: { enabled: true, params } } },
      startBalance: startBalance ?? ROUND_SUMS[currency] ?? ROUND_SUM,
      currency,
      makerFee: config.paper.fees.maker,
      takerFee: config.paper.fees.taker,
      slippage: config.paper.slippage,
      sampleMs: timeframeMs(source.timeframe) * Math.max(1, Math.ceil(source.length / POINTS)),
    };
  }

  async #resume(record: ReplayRecord): Promise<void> {
    const { file, pair, timeframe, speed, terms, candle } = record;
    try {
      if ((await digestOf(file)) !== record.digest) throw new RpcError('conflict', `${file} is not the file the replay began with`);
      this.#play(record, await openReplay({ file, pair, timeframe, speed, makerFee: terms.makerFee, takerFee: terms.takerFee, from: candle }));
    } catch (error) {
      this.#abort(record, error);
    }
  }

  #play(record: ReplayRecord, source: ReplaySource): void {
    const replay = this.#replay(record, source);
    this.#active.set(accountOf(record.id), replay);
    void replay.play().then(() => {
      if (record.state !== 'running') this.#active.delete(accountOf(record.id));
    });
  }

  #replay(record: ReplayRecord, source: ReplaySource): Replay {
    const { books, journal, bus, log, strategies, queries, now } = this.#options;
    const { terms } = record;
    let counted: CountedTicks | undefined;
    const wrap = (listener: MarketListener) => {
      counted = new CountedTicks(listener, record.ticks);
      return counted;
    };
    const desk: Desk = new Desk({
      account: accountOf(record.id),
      source: intercepted(source, wrap),
      exchange: new PaperExchange({ source, options: { slippage: terms.slippage } }),
      store: books,
      journal,
      bus,
      log,
      strategies,
      settings: terms.settings,
      currency: terms.currency,
      startBalance: terms.startBalance,
      initialState: 'running',
      sampleMs: terms.sampleMs,
      // All that was played, and not only the warm-up: averages then stand where they stood, to the last digit.
      history: (pair) => source.history(pair, source.now(), source.position),
      onEnded: () => this.#ended(record),
      onFault: (error) => replay.fail(error),
      ...(source.speed === 'max' ? {} : { beside: () => replay.saveProgress() }),
      ...(now && { now }),
    });
    const replay = new Replay({ record, source, desk, journal, store: this.#store, queries, log, ticks: () => counted?.ticks ?? 0 });
    return replay;
  }

  #ended(record: ReplayRecord): void {
    const account = accountOf(record.id);
    this.#active.get(account)?.end('done');
    this.#options.journal.afterCommit(() => this.#active.delete(account));
  }

  #abort(record: ReplayRecord, error: unknown): void {
    record.state = 'failed';
    record.error = error instanceof Error ? error.message : String(error);
    this.#options.log.error(`Replay ${accountOf(record.id)} can't go on: ${record.error}`, {
      error,
      account: accountOf(record.id),
      is: { code: 'replay_failed', params: { replay: accountOf(record.id), reason: record.error } },
    });
    this.#options.journal.write(() => {
      this.#store.saveEnd(record);
      this.#options.journal.append('replay.state', toRun(record));
    });
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
