import type { MarketSource } from '../../exchange/port.ts';
import type { Log } from '../../log/log.ts';
import { RpcError } from '../../protocol/errors.ts';
import { MarketRules, provisionalRules } from '../market-rules.ts';

/** The markets a desk trades on: their rules, and which of them it listens to. */
export class DeskMarkets {
  readonly #account: string;
  readonly #source: MarketSource;
  readonly #log: Log;
  readonly #rules = new Map<string, MarketRules>();

  constructor(options: { account: string; source: MarketSource; log: Log }) {
    this.#account = options.account;
    this.#source = options.source;
    this.#log = options.log;
  }

  /**
   * The rules of a market; provisional ones until the market has told its own.
   *
   * @throws RpcError `invalid` for a pair the market does not have
   */
  rules(pair: string): MarketRules {
    const known = this.#rules.get(pair);
    if (known) return known;
    const markets = this.#source.markets();
    if (markets.length === 0) return provisionalRules(pair);
    const market = markets.find((candidate) => candidate.pair === pair);
    if (!market) throw new RpcError('invalid', `There is no market ${pair}`, { field: 'pair', hint: 'markets.list names the markets' });
    const rules = new MarketRules(market);
    this.#rules.set(pair, rules);
    return rules;
  }

  /** Those of the wanted pairs that there are; all while the market has not told. */
  listed(wanted: ReadonlySet<string>): string[] {
    const markets = this.#source.markets();
    if (markets.length === 0) return [...wanted];
    const known = new Set(markets.map((market) => market.pair));
    const missing = [...wanted].filter((pair) => !known.has(pair));
    if (missing.length > 0)
      this.#log.warn(`${this.#source.label} has no ${missing.join(', ')}`, {
        account: this.#account,
        remedy: 'Mend bot.pairs and market.pairs',
        is: { code: 'pairs_missing', params: { market: this.#source.label, pairs: missing.join(', ') } },
      });
    return [...wanted].filter((pair) => known.has(pair));
  }
}
