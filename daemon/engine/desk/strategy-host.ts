import { setImmediate } from 'node:timers/promises';
import type { Candle } from '../../exchange/port.ts';
import { barOf } from '../../strategies/bar.ts';
import type { Intent, Strategy, StrategyContext, StrategyRun } from '../../strategies/strategy.ts';
import type { DeskSettings, StrategySettings } from '../settings.ts';

/** A strategy at work on one pair. */
export interface Run {
  readonly strategy: string;
  readonly pair: string;
  readonly run: StrategyRun;
  readonly warmup: number;
  /** Candles folded so far. */
  seen: number;
  lastSignalAt: number | null;
  /** Candles that closed while the past was still being read; undefined once warm. */
  waiting: Candle[] | undefined;
}

export type History = (pair: string, limit: number) => Promise<readonly Candle[]>;

const NOTHING: readonly never[] = [];
/** Candles folded before others get a turn. */
const SLICE = 256;

/**
 * The strategies of a desk: one run for each enabled strategy and pair. A run that throws takes its strategy out, and
 * nothing else.
 */
export class StrategyHost {
  readonly #strategies: ReadonlyMap<string, Strategy>;
  readonly #history: History;
  readonly #onFault: (strategy: string, error: unknown) => void;
  readonly #onColdStart: (run: Run, error: unknown) => void;
  readonly #failed = new Map<string, string>();
  #configured = new Map<string, string>();
  #runs: Run[] = [];
  #byPair = new Map<string, Run[]>();

  constructor(options: {
    strategies: ReadonlyMap<string, Strategy>;
    history: History;
    onFault: (strategy: string, error: unknown) => void;
    onColdStart: (run: Run, error: unknown) => void;
  }) {
    this.#strategies = options.strategies;
    this.#history = options.history;
    this.#onFault = options.onFault;
    this.#onColdStart = options.onColdStart;
  }

  get runs(): readonly Run[] {
    return this.#runs;
  }

  /** Strategies taken out by a fault, with the reason. */
  get failed(): ReadonlyMap<string, string> {
    return this.#failed;
  }

  /** Ids of the strategies at work. */
  get enabled(): string[] {
    return [...this.#configured.keys()].filter((id) => !this.#failed.has(id));
  }

  runsOn(pair: string): readonly Run[] {
    return this.#byPair.get(pair) ?? NOTHING;
  }

  /**
   * Makes the runs that the settings ask for. Runs whose strategy kept its parameters go on as they are; the others
   * begin anew and take part once they are warm. Unknown strategies and bad parameters are faults.
   */
  async configure(settings: Pick<DeskSettings, 'strategies' | 'pairs'>): Promise<void> {
    const wanted = new Map(Object.entries(settings.strategies).filter(([, { enabled }]) => enabled));
    const configured = new Map([...wanted].map(([id, { params }]) => [id, JSON.stringify(params)]));
    for (const id of this.#failed.keys()) if (configured.get(id) !== this.#configured.get(id)) this.#failed.delete(id);
    const kept = this.#runs.filter(
      (run) => configured.get(run.strategy) === this.#configured.get(run.strategy) && pairsOf(wanted, run.strategy, settings).includes(run.pair),
    );
    this.#configured = configured;
    const known = new Set(kept.map((run) => `${run.strategy} ${run.pair}`));
    const fresh = [...wanted.keys()].flatMap((id) =>
      this.#create(
        id,
        wanted.get(id)!,
        pairsOf(wanted, id, settings).filter((pair) => !known.has(`${id} ${pair}`)),
      ),
    );
    this.#use([...kept, ...fresh]);
    for (const run of fresh) await this.#warm(run);
  }

  /** Lets a strategy that failed begin anew at the next `configure`. */
  pardon(id: string): void {
    if (this.#failed.has(id)) this.renew(id);
  }

  /** Forgets the runs of a strategy, so that they begin anew at the next `configure`. */
  renew(id: string): void {
    this.#failed.delete(id);
    this.#configured.delete(id);
    this.#use(this.#runs.filter((run) => run.strategy !== id));
  }

  /** Takes a strategy out that cannot go on, as a throw of its own does; nothing when it is not at work. */
  fail(id: string, error: unknown): void {
    if (this.#configured.has(id)) this.#fail(id, error);
  }

  /** Folds a closed candle into one run. */
  fold(run: Run, candle: Candle, context: Omit<StrategyContext, 'pair' | 'bar'>): readonly Intent[] {
    if (run.waiting) {
      run.waiting.push(candle);
      return NOTHING;
    }
    try {
      run.seen += 1;
      return run.run.onCandle({ pair: run.pair, bar: barOf(candle), ...context });
    } catch (error) {
      this.#fail(run.strategy, error);
      return NOTHING;
    }
  }

  #create(id: string, settings: StrategySettings, pairs: readonly string[]): Run[] {
    try {
      const strategy = this.#strategies.get(id);
      if (!strategy) throw new Error(`there is no strategy "${id}"; there are ${[...this.#strategies.keys()].join(', ')}`);
      const params = strategy.params.parse(settings.params);
      const warmup = strategy.warmup(params);
      return pairs.map((pair) => ({ strategy: id, pair, run: strategy.create(params), warmup, seen: 0, lastSignalAt: null, waiting: [] }));
    } catch (error) {
      this.#fail(id, error);
      return [];
    }
  }

  /** Folds the past, then what closed meanwhile; in slices, so that nobody waits for it. */
  async #warm(run: Run): Promise<void> {
    let last = Number.NEGATIVE_INFINITY;
    let due = SLICE;
    for (const candle of await this.#past(run)) {
      this.#foldPast(run, candle);
      last = candle.ts;
      due -= 1;
      if (due > 0) continue;
      due = SLICE;
      await setImmediate();
    }
    for (const candle of run.waiting ?? []) if (candle.ts > last) this.#foldPast(run, candle);
    run.waiting = undefined;
  }

  /** Without its past a strategy begins cold, which it must bear: it takes its first candles to warm up. */
  async #past(run: Run): Promise<readonly Candle[]> {
    try {
      return await this.#history(run.pair, run.warmup);
    } catch (error) {
      this.#onColdStart(run, error);
      return NOTHING;
    }
  }

  #foldPast(run: Run, candle: Candle): void {
    if (this.#failed.has(run.strategy)) return;
    try {
      run.seen += 1;
      run.run.onCandle({ pair: run.pair, bar: barOf(candle), warmingUp: true, trades: NOTHING, orders: NOTHING });
    } catch (error) {
      this.#fail(run.strategy, error);
    }
  }

  #fail(id: string, error: unknown): void {
    if (this.#failed.has(id)) return;
    this.#failed.set(id, error instanceof Error ? error.message : String(error));
    this.#use(this.#runs.filter((run) => run.strategy !== id));
    this.#onFault(id, error);
  }

  #use(runs: Run[]): void {
    this.#runs = runs;
    this.#byPair = Map.groupBy(runs, (run) => run.pair);
  }
}

function pairsOf(wanted: ReadonlyMap<string, StrategySettings>, id: string, { pairs }: Pick<DeskSettings, 'pairs'>): readonly string[] {
  const own = wanted.get(id)?.pairs;
  return own ? own.filter((pair) => pairs.includes(pair)) : pairs;
}
