import type { Result } from '../../protocol/methods/index.ts';
import type { MarketRules } from '../market-rules.ts';
import { type Big, text } from '../money.ts';
import type { AccountExposure } from './exposure.ts';
import type { Placement, Proposal } from './proposal.ts';

type Preview = Result<'orders.preview'>;

/**
 * What placing the order would cost and leave, for people to read before they do it. A limit order on the far side of the
 * last price is taken to fill as maker; everything else takes.
 *
 * @param last last price of the pair; null before the first
 */
export function previewOf(wanted: Placement, proposal: Proposal, exposure: AccountExposure, last: Big | null): Preview {
  const { amount, expected, rules, problems } = proposal;
  const cost = expected && amount.times(expected);
  const fee = cost && rules ? cost.times(feeRate(wanted, rules, expected, last)) : null;
  return {
    ok: problems.length === 0,
    amount: text(amount),
    price: expected && text(expected),
    cost: cost && text(cost),
    fee: fee && text(fee.round(8)),
    currency: rules?.quote ?? wanted.pair.split('/')[1] ?? '',
    balances: cost && fee && rules ? balances(wanted.side, rules, amount, cost, fee, exposure) : [],
    problems: problems.map(({ kind, message, data: { field, hint } }) => ({
      kind,
      text: message,
      ...(field === undefined ? {} : { field }),
      ...(hint === undefined ? {} : { hint }),
    })),
  };
}

function feeRate({ type, side }: Placement, rules: MarketRules, price: Big, last: Big | null): Big {
  const rests = type === 'limit' && last !== null && (side === 'buy' ? price.lt(last) : price.gt(last));
  return rests ? rules.makerFee : rules.takerFee;
}

function balances(side: Placement['side'], rules: MarketRules, amount: Big, cost: Big, fee: Big, exposure: AccountExposure): Preview['balances'] {
  const paid = side === 'buy' ? cost.plus(fee).neg() : cost.minus(fee);
  const moved = side === 'buy' ? amount : amount.neg();
  return [
    { currency: rules.quote, change: paid },
    { currency: rules.base, change: moved },
  ].map(({ currency, change }) => {
    const free = exposure.free(currency);
    return { currency, before: text(free), after: text(free.plus(change).round(8)) };
  });
}
