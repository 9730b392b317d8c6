import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeskSettings } from '../../../daemon/engine/settings.ts';
import type { RpcError } from '../../../daemon/protocol/errors.ts';
import { EXACT, HandSource, openDesk, settings } from '../../support/desk.ts';

async function opened(more: Partial<DeskSettings> = {}) {
  const source = new HandSource('candle');
  const bench = await openDesk({ source, settings: settings({ strategies: {}, ...more }), strategies: new Map(), paper: EXACT });
  source.flat(100);
  return { ...bench, source };
}

const order = fc.record(
  {
    pair: fc.constantFrom('BTC/USDT', 'BTC/USDT', 'BTC/USDT', 'NONE/USDT'),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    type: fc.constantFrom('market' as const, 'limit' as const, 'stop' as const),
    amount: fc.constantFrom('0.0000001', '0.5', '1', '3', '50', '1000'),
    price: fc.constantFrom('60', '99.5', '100', '101', '250', '99.12345678901'),
  },
  { requiredKeys: ['pair', 'side', 'type', 'amount'] },
);

test('whatever is wanted, the preview answers what placing it then answers, and changes nothing', async () => {
  const { desk, queries } = await opened();
  fc.assert(
    fc.property(fc.array(order, { minLength: 1, maxLength: 6 }), (wanted) => {
      for (const one of wanted) {
        const before = queries.orders('paper', {}).items.length;
        const preview = desk.preview(one);
        expect(queries.orders('paper', {}).items.length).toBe(before);
        let refusal: RpcError | undefined;
        try {
          desk.place(one);
        } catch (error) {
          refusal = error as RpcError;
        }
        expect({ ok: preview.ok, kind: preview.problems[0]?.kind, text: preview.problems[0]?.text }).toEqual({
          ok: refusal === undefined,
          kind: refusal?.kind,
          text: refusal?.message,
        });
      }
    }),
    { numRuns: 60 },
  );
});

test('cost, fee and what is left are told, at the maker’s fee where the order waits', async () => {
  const { desk } = await opened();
  const market = desk.source.markets().find(({ pair }) => pair === 'BTC/USDT')!;
  const preview = desk.preview({ pair: 'BTC/USDT', side: 'buy', type: 'limit', amount: '2', price: '90' });
  expect(preview).toMatchObject({ ok: true, price: '90', cost: '180', currency: 'USDT', problems: [] });
  expect(Number(preview.fee)).toBeCloseTo(180 * Number(market.makerFee), 8);
  const [quote, base] = preview.balances;
  expect(quote).toMatchObject({ currency: 'USDT', before: '10000' });
  expect(Number(quote?.after)).toBeCloseTo(10_000 - 180 - Number(preview.fee), 6);
  expect(base).toEqual({ currency: 'BTC', before: '0', after: '2' });
});

test('everything that is wrong is told at once', async () => {
  const { desk } = await opened({ blacklist: ['BTC/USDT'] });
  const { ok, problems } = desk.preview({ pair: 'BTC/USDT', side: 'buy', type: 'limit', amount: '500', price: '150' });
  expect(ok).toBe(false);
  expect(problems.map(({ kind }) => kind)).toEqual(['risk_rejected', 'risk_rejected', 'insufficient_funds']);
});

test('a repetition is no problem, another order under its name is', async () => {
  const { desk } = await opened();
  const wanted = { pair: 'BTC/USDT', side: 'buy' as const, type: 'limit' as const, amount: '1', price: '90', clientOrderId: 'mine-1' };
  desk.place(wanted);
  expect(desk.preview(wanted).ok).toBe(true);
  expect(desk.preview({ ...wanted, amount: '2' })).toMatchObject({ ok: false, problems: [{ kind: 'conflict', field: 'clientOrderId' }] });
});
