import { RpcError } from '../../protocol/errors.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Candle, DataHealth, Market, MarketListener, ReplaySource } from '../port.ts';
import { timeframeMs } from '../timeframe.ts';
import { type Recording, type RecordingOptions, readRecording } from './recording.ts';

export interface ReplayOptions extends RecordingOptions {
  /** Times real time, or `max`: as fast as `drain` is called. */
  readonly speed: number | 'max';
  /** Candle to begin at, counted from 0: the `position` reached before a restart. */
  readonly from?: number;
  readonly clock?: Clock;
}

/** Events told before others get a turn. */
const BURST = 256;
/** Later than this the machine slept, and nothing is made up for. */
const SLEPT_MS = 5000;

type State = 'waiting' | 'playing' | 'paused' | 'ended' | 'stopped';

class RecordedSource implements ReplaySource {
  readonly kind = 'replay';
  readonly label: string;
  readonly timeframe: string;
  readonly resolution: 'tick' | 'candle';
  readonly speed: number | 'max';
  readonly #recording: Recording;
  readonly #clock: Clock;
  readonly #candleMs: number;
  #state: State = 'waiting';
  #listener: MarketListener | undefined;
  #position: number;
  /** The public trade to tell next. */
  #trade: number;
  #now: number;
  #updatedAt: number | null = null;
  /** Wall-clock time at which the recording's first candle would have opened at this speed, gaps passed over. */
  #origin = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(recording: Recording, label: string, options: Pick<ReplayOptions, 'speed' | 'from' | 'clock'>) {
    this.#recording = recording;
    this.label = label;
    this.timeframe = recording.timeframe;
    this.resolution = recording.trades ? 'tick' : 'candle';
    this.speed = options.speed;
    this.#clock = options.clock ?? systemClock;
    this.#candleMs = timeframeMs(recording.timeframe);
    this.#position = options.from ?? 0;
    if (!Number.isInteger(this.#position) || this.#position < 0 || this.#position > recording.candles.length)
      throw new RpcError('invalid', `the recording has ${recording.candles.length} candles, so none to begin with at ${this.#position}`);
    const before = recording.candles[this.#position - 1];
    this.#trade = before ? (recording.trades?.ends[this.#position - 1] ?? 0) : 0;
    this.#now = before ? before.ts + this.#candleMs : recording.candles[0]!.ts;
  }

  get length(): number {
    return this.#recording.candles.length;
  }

  get position(): number {
    return this.#position;
  }

  get gaps() {
    return this.#recording.gaps;
  }

  get notices() {
    return this.#recording.notices;
  }

  markets(): readonly Market[] {
    return [this.#recording.market];
  }

  now(): number {
    return this.#now;
  }

  /** Only what has been told: the recording's future stays hidden. */
  async history(pair: string, until: number, limit: number): Promise<readonly Candle[]> {
    this.#known(pair);
    const { candles } = this.#recording;
    let end = this.#position;
    while (end > 0 && candles[end - 1]!.ts + this.#candleMs > until) end--;
    return candles.slice(Math.max(0, end - limit), end);
  }

  async start(pairs: readonly string[], listener: MarketListener): Promise<void> {
    if (this.#state !== 'waiting') throw new Error('a recording is started once');
    for (const pair of pairs) this.#known(pair);
    this.#listener = listener;
    this.#state = 'playing';
    if (this.speed !== 'max') this.#playFrom(this.#position);
  }

  async stop(): Promise<void> {
    if (this.#state !== 'ended') this.#state = 'stopped';
    this.#listener = undefined;
    this.#cancelTimer?.();
  }

  health(): DataHealth {
    const ageMs = this.#updatedAt === null ? null : Math.max(0, this.#clock.now() - this.#updatedAt);
    const base = { source: this.kind, label: this.label, timeframe: this.timeframe } as const;
    return { ...base, state: this.#healthState(ageMs), updatedAt: this.#updatedAt, ageMs, marketTime: this.#now };
  }

  drain(maxCandles: number): number {
    if (this.#state === 'waiting') throw new Error('the recording has not been started');
    if (this.#state !== 'playing') return 0;
    let told = 0;
    while (told < maxCandles && this.#state === 'playing') if (this.#tellNext()) told++;
    this.#updatedAt = this.#clock.now();
    return told;
  }

  pause(): void {
    if (this.#state !== 'playing') return;
    this.#state = 'paused';
    this.#cancelTimer?.();
    this.#listener?.healthChanged();
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#state = 'playing';
    if (this.speed !== 'max') this.#playFrom(this.#position + this.#shareOfCandle());
    this.#listener?.healthChanged();
  }

  #known(pair: string): void {
    if (pair !== this.#recording.pair) throw new RpcError('invalid', `the recording is of ${this.#recording.pair}, not of ${pair}`, { field: 'pair' });
  }

  #healthState(ageMs: number | null): DataHealth['state'] {
    if (this.#state === 'ended' || this.#state === 'stopped') return 'ended';
    if (ageMs === null) return 'connecting';
    if (this.#state === 'paused') return 'stale';
    return this.speed !== 'max' && ageMs > 2 * this.#wallMs(1) + 2000 ? 'stale' : 'fresh';
  }

  /** Wall-clock length of that many candles. */
  #wallMs(candles: number): number {
    return (candles * this.#candleMs) / (this.speed as number);
  }

  /** How far into the next candle the trades already told reach. */
  #shareOfCandle(): number {
    const open = this.#recording.candles[this.#position]?.ts ?? this.#now;
    return Math.min(1, Math.max(0, (this.#now - open) / this.#candleMs));
  }

  #playFrom(position: number): void {
    this.#origin = this.#clock.now() - this.#wallMs(position);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#state !== 'playing') return;
    this.#cancelTimer = this.#clock.after(Math.max(0, this.#due() - this.#clock.now()), () => this.#play());
  }

  /** Wall-clock time of what comes next: a trade at its place within its candle, a candle when it is over. */
  #due(): number {
    const { candles, trades } = this.#recording;
    const trade = trades && this.#trade < trades.ends[this.#position]! ? trades.list[this.#trade] : undefined;
    const share = trade ? (trade.ts - candles[this.#position]!.ts) / this.#candleMs : 1;
    return this.#origin + this.#wallMs(this.#position + share);
  }

  #play(): void {
    const now = this.#clock.now();
    const late = now - this.#due();
    if (late > SLEPT_MS) this.#origin += late;
    for (let left = BURST; left > 0 && this.#state === 'playing' && this.#due() <= now; left--) this.#tellNext();
    this.#updatedAt = now;
    this.#schedule();
  }

  /** @returns whether it was a candle */
  #tellNext(): boolean {
    const { pair, candles, trades } = this.#recording;
    if (trades && this.#trade < trades.ends[this.#position]!) {
      const trade = trades.list[this.#trade++]!;
      this.#now = trade.ts;
      this.#listener?.trade(trade);
      return false;
    }
    const candle = candles[this.#position];
    if (!candle) {
      this.#end();
      return false;
    }
    this.#position++;
    this.#now = candle.ts + this.#candleMs;
    this.#listener?.candle(pair, candle);
    if (this.#position === candles.length) this.#end();
    return true;
  }

  #end(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#listener?.ended();
    this.#listener?.healthChanged();
  }
}

/** Plays a recording that was read before. */
export const playRecording = (recording: Recording, label: string, options: Pick<ReplayOptions, 'speed' | 'from' | 'clock'>): ReplaySource =>
  new RecordedSource(recording, label, options);

/**
 * A source that plays a CSV or JSON file of candles or public trades. Candles longer than those of the file are made
 * of them; a gap in the data passes in the time of one candle and is listed in `gaps`.
 *
 * @throws RpcError `not_found`, `invalid`
 */
export async function openReplay(options: ReplayOptions): Promise<ReplaySource> {
  const recording = await readRecording(options);
  return playRecording(recording, `recording of ${options.pair}`, options);
}
