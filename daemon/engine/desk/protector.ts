import type { BookStore } from '../books/book-store.ts';
import type { TradeRecord } from '../books/records.ts';
import { ratio } from '../money.ts';
import { PROTECTION_KINDS, type ProtectionsSection } from '../protections/index.ts';
import type { ClosedTrade, ProtectionKind } from '../protections/protection.ts';
import type { DeskSettings } from '../settings.ts';
import type { PairLocks } from './locks.ts';

export interface ProtectorOptions {
  readonly account: string;
  readonly store: BookStore;
  readonly locks: PairLocks;
  readonly settings: () => DeskSettings;
  /** Length of the desk's candles, milliseconds. */
  readonly candleMs: number;
}

/** A protection that is on. */
interface Armed {
  readonly id: string;
  readonly kind: ProtectionKind;
  readonly params: Readonly<Record<string, unknown>>;
}

const NONE: readonly Armed[] = [];

/**
 * Lets the protections judge every trade that closes, in the write that closes it. They see market time only, so that a
 * replay meets the same locks on any machine and at any speed.
 */
export class Protector {
  readonly #options: ProtectorOptions;
  readonly #closed: TradeRecord[] = [];
  #read: ProtectionsSection | undefined;
  #armed = NONE;

  constructor(options: ProtectorOptions) {
    this.#options = options;
  }

  /** Takes note of a trade that is over. It is judged by `followUp`, once everybody was told of its last fill. */
  closed(trade: TradeRecord): void {
    if (this.#protections.length > 0) this.#closed.push(trade);
  }

  /** Judges the trades that closed since. Call inside the write that closed them. */
  followUp(): void {
    for (let trade = this.#closed.shift(); trade; trade = this.#closed.shift()) this.#judge(closedTrade(trade));
  }

  #judge(trade: ClosedTrade): void {
    const { account, store, locks, candleMs } = this.#options;
    const spans = this.#protections.map(({ kind, params }) => kind.lookback(params, candleMs));
    const past = store.closedTrades(account, trade.closedAt - Math.max(0, ...spans)).map(closedTrade);
    for (const [index, { id, kind, params }] of this.#protections.entries()) {
      const since = trade.closedAt - (spans[index] ?? 0);
      const verdict = kind.judge(params, { trade, trades: past.filter((one) => one.closedAt >= since), candleMs });
      if (verdict) locks.protect({ ...verdict, protection: id, kind: kind.kind });
    }
  }

  /** Read once for as long as the settings stay. */
  get #protections(): readonly Armed[] {
    const { protections } = this.#options.settings();
    if (this.#read !== protections) {
      this.#read = protections;
      this.#armed = Object.entries(protections).flatMap(([id, { kind: name, enabled, ...params }]) => {
        const kind = PROTECTION_KINDS.get(name);
        return kind && enabled ? [{ id, kind, params }] : [];
      });
    }
    return this.#armed;
  }
}

const closedTrade = ({ pair, realised, entryCost, exitReason, closedAt, openedAt }: TradeRecord): ClosedTrade => ({
  pair,
  profitRatio: ratio(realised, entryCost),
  exitReason,
  closedAt: closedAt ?? openedAt,
});
