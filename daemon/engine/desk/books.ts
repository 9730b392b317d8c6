import type { Exchange } from '../../exchange/port.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Log } from '../../log/log.ts';
import type { Said } from '../../protocol/texts/english.ts';
import type { BookStore } from '../books/book-store.ts';
import { OrderLedger } from '../books/orders.ts';
import { Portfolio } from '../books/portfolio.ts';
import type { AccountRecord } from '../books/records.ts';
import type { MarketRules } from '../market-rules.ts';
import type { DeskSettings } from '../settings.ts';
import { Dealer, type DealerParts } from './dealer.ts';
import { AccountExposure } from './exposure.ts';
import { Guard } from './guard.ts';
import { PairLocks } from './locks.ts';
import { ManualDesk } from './manual.ts';
import { Protector } from './protector.ts';
import { Removals } from './removals.ts';
import { SignalDesk } from './signals.ts';
import { type Marks, Valuation } from './valuation.ts';

/** What a desk hands to its books, and what outlives them. */
export interface BooksOptions {
  readonly account: string;
  readonly store: BookStore;
  readonly journal: Journal;
  readonly log: Log;
  readonly exchange: Exchange;
  readonly rules: (pair: string) => MarketRules;
  readonly settings: () => DeskSettings;
  /** Market time. */
  readonly now: () => number;
  readonly nextClientOrderId: () => string;
  readonly sampleMs: number;
  readonly candleMs: number;
  readonly marks: Marks;
  readonly placedAt: number[];
  readonly onMismatch: (problem: Said) => void;
}

/** Everything a desk knows by heart of what is in the store. Made anew from the store after a write that failed. */
export interface Books {
  readonly record: AccountRecord;
  readonly portfolio: Portfolio;
  readonly ledger: OrderLedger;
  readonly valuation: Valuation;
  readonly exposure: AccountExposure;
  readonly dealer: Dealer;
  readonly manual: ManualDesk;
  readonly signals: SignalDesk;
  readonly removals: Removals;
  readonly guard: Guard;
  readonly locks: PairLocks;
  readonly protector: Protector;
}

export function openBooks(options: BooksOptions): Books {
  const { account, store, journal, log, exchange, rules, settings, now, nextClientOrderId } = options;
  const record = store.account(account);
  if (!record) throw new Error(`there is no account ${account}`);
  const locks = new PairLocks({ account, store: store.locks, journal, now });
  const protector = new Protector({ account, store, locks, settings, candleMs: options.candleMs });
  const portfolio = new Portfolio(account, store, (trade) => protector.closed(trade));
  const valuation = new Valuation({ record, portfolio, store, sampleMs: options.sampleMs, marks: options.marks });
  const ledger: OrderLedger = new OrderLedger({
    account,
    store,
    journal,
    portfolio,
    exchange,
    rules,
    now,
    log,
    protect: (trade) => guard.protect(trade),
    onMismatch: options.onMismatch,
  });
  const exposure = new AccountExposure({ record, portfolio, ledger, valuation, rules, now, placedAt: options.placedAt });
  const parts: DealerParts = { record, portfolio, ledger, valuation, exposure, locks, journal, log, rules, settings, now, nextClientOrderId };
  const dealer = new Dealer(parts);
  const guard: Guard = new Guard(parts, dealer);
  const manual = new ManualDesk(parts, dealer);
  const signals = new SignalDesk(parts, dealer, manual);
  const removals = new Removals(parts, store);
  return { record, portfolio, ledger, valuation, exposure, dealer, guard, locks, protector, manual, signals, removals };
}
