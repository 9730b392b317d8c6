import { describe, expect, it } from 'vitest';
import type { PaperOptions } from '../../../daemon/exchange/paper/options.ts';
import { candle, MARKET, order, paperBench, ticker, trade } from './paper-bench.ts';

/** Without slippage and spread, so that prices in these tests are plain. */
const EXACT: Partial<PaperOptions> = { slippage: '0', impact: '0', spread: '0' };

describe('placing', () => {
  it.each([
    [{ pair: 'XRP/USDT' }, 'no market XRP/USDT'],
    [{ amount: '0' }, 'amount 0 is not above zero'],
    [{ amount: '1.0005' }, 'amount 1.0005 is not a multiple of 0.001 ETH'],
    [{ amount: '0.005' }, 'amount 0.005 is below the least amount, 0.01 ETH'],
    [{ price: null }, 'a limit order needs a price'],
    [{ price: '0' }, 'price 0 is not above zero'],
    [{ price: '100.005' }, 'price 100.005 is not a multiple of 0.01 USDT'],
    [{ amount: '0.04', price: '100' }, 'value 4 is below the least value, 5 USDT'],
  ])('refuses %j and says why', (change, reason) => {
    const { exchange, reports } = paperBench('candle');
    exchange.place(order({ ...change }));
    expect(reports).toEqual([{ kind: 'rejected', clientOrderId: 'a', ts: 0, reason }]);
    expect(exchange.openOrders()).toEqual([]);
  });

  it('reckons the least value of a market order at the newest price', () => {
    const { exchange, kinds } = paperBench('candle');
    exchange.onCandle('ETH/USDT', candle({ close: '100' }));
    exchange.place(order({ type: 'market', price: null, amount: '0.04' }));
    exchange.place(order({ clientOrderId: 'b', type: 'market', price: null, amount: '0.05' }));
    expect(kinds()).toEqual(['a rejected', 'b accepted']);
  });

  it('takes a repeated order once', () => {
    const { exchange, kinds, fills } = paperBench('candle', EXACT);
    exchange.place(order({ amount: '1' }));
    exchange.place(order({ amount: '1' }));
    exchange.onCandle('ETH/USDT', candle({ low: '99' }));
    expect(kinds().slice(0, 2)).toEqual(['a accepted', 'a accepted']);
    expect(fills()).toHaveLength(1);
  });
});

describe('candles', () => {
  it('fill a market order at the next open, the taker paying spread and slippage, rounded against it', () => {
    const { exchange, fills } = paperBench('candle', { slippage: '0.001', impact: '0', spread: '0.002' });
    exchange.place(order({ clientOrderId: 'buy', type: 'market', price: null }));
    exchange.place(order({ clientOrderId: 'sell', side: 'sell', type: 'market', price: null }));
    exchange.onCandle('ETH/USDT', candle({ ts: 300_000, open: '100.01' }));
    expect(fills()).toMatchObject([
      { clientOrderId: 'buy', price: '100.22', amount: '1', ts: 600_000, liquidity: 'taker' },
      { clientOrderId: 'sell', price: '99.81', amount: '1', liquidity: 'taker' },
    ]);
  });

  it('charge more for a larger share of the volume', () => {
    const { exchange, fills } = paperBench('candle', { slippage: '0', impact: '0.01', spread: '0' });
    exchange.place(order({ type: 'market', price: null, amount: '20' }));
    exchange.onCandle('ETH/USDT', candle({ volume: '100' }));
    expect(fills()).toMatchObject([{ price: '100.2' }]);
  });

  it('fill a limit order at its limit, or at the open when that is better', () => {
    const { exchange, fills } = paperBench('candle', EXACT);
    exchange.place(order({ price: '98' }));
    exchange.onCandle('ETH/USDT', candle({ low: '98.01' }));
    expect(fills()).toEqual([]);
    exchange.onCandle('ETH/USDT', candle({ low: '97' }));
    exchange.place(order({ clientOrderId: 'b', price: '96' }));
    exchange.onCandle('ETH/USDT', candle());
    exchange.onCandle('ETH/USDT', candle({ open: '95', low: '94' }));
    expect(fills()).toMatchObject([
      { clientOrderId: 'a', price: '98', liquidity: 'maker' },
      { clientOrderId: 'b', price: '95', liquidity: 'maker' },
    ]);
  });

  it('make a taker of a limit order that found the market beyond it', () => {
    const { exchange, fills } = paperBench('candle', { slippage: '0.001', impact: '0', spread: '0' });
    exchange.place(order({ price: '103' }));
    exchange.onCandle('ETH/USDT', candle());
    exchange.place(order({ clientOrderId: 'b', price: '100.05' }));
    exchange.onCandle('ETH/USDT', candle());
    expect(fills()).toMatchObject([
      { price: '100.1', liquidity: 'taker', fee: '0.2002' },
      { price: '100.05', liquidity: 'taker' },
    ]);
  });

  it('fill a stop at its trigger, or at the open when that is worse', () => {
    const { exchange, fills } = paperBench('candle', EXACT);
    exchange.place(order({ clientOrderId: 'near', side: 'sell', type: 'stop', price: '98' }));
    exchange.place(order({ clientOrderId: 'gap', side: 'sell', type: 'stop', price: '96' }));
    exchange.place(order({ clientOrderId: 'up', side: 'buy', type: 'stop', price: '105' }));
    exchange.onCandle('ETH/USDT', candle({ low: '97' }));
    exchange.onCandle('ETH/USDT', candle({ open: '94', low: '93', high: '95' }));
    exchange.onCandle('ETH/USDT', candle({ open: '101', high: '105' }));
    expect(fills().map(({ clientOrderId, price, liquidity }) => [clientOrderId, price, liquidity])).toEqual([
      ['near', '98', 'taker'],
      ['gap', '94', 'taker'],
      ['up', '105', 'taker'],
    ]);
  });

  it('assume the worse within a candle: the stop comes before the target, which then is cancelled', () => {
    const { exchange, kinds } = paperBench('candle', EXACT);
    exchange.place(order({ clientOrderId: 'target', side: 'sell', price: '104' }));
    exchange.place(order({ clientOrderId: 'stop', side: 'sell', type: 'stop', price: '96' }));
    exchange.onReport((report) => {
      if (report.kind === 'fill' && report.clientOrderId === 'stop') exchange.cancel('target');
    });
    exchange.onCandle('ETH/USDT', candle({ low: '95', high: '105' }));
    expect(kinds()).toEqual(['target accepted', 'stop accepted', 'stop fill', 'target cancelled']);
  });

  it('leave an order that is placed while they are matched to the next one', () => {
    const { exchange, fills } = paperBench('candle', EXACT);
    exchange.place(order({ price: '99' }));
    exchange.onReport((report) => {
      if (report.kind === 'fill' && report.clientOrderId === 'a') exchange.place(order({ clientOrderId: 'b', side: 'sell', price: '101' }));
    });
    exchange.onCandle('ETH/USDT', candle({ low: '98', high: '102' }));
    expect(fills().map(({ clientOrderId }) => clientOrderId)).toEqual(['a']);
    exchange.onCandle('ETH/USDT', candle({ high: '102' }));
    expect(fills().map(({ clientOrderId }) => clientOrderId)).toEqual(['a', 'b']);
  });

  it('give no more than their share, in the order of price and then time', () => {
    const { exchange, fills } = paperBench('candle', EXACT);
    exchange.place(order({ clientOrderId: 'late', price: '98', amount: '3' }));
    exchange.place(order({ clientOrderId: 'later', price: '98', amount: '3' }));
    exchange.place(order({ clientOrderId: 'better', price: '99', amount: '3' }));
    exchange.onCandle('ETH/USDT', candle({ low: '97', volume: '16.01' }));
    expect(fills().map(({ clientOrderId, amount }) => [clientOrderId, amount])).toEqual([
      ['better', '3'],
      ['late', '1.002'],
    ]);
    exchange.onCandle('ETH/USDT', candle({ low: '97', volume: '0' }));
    exchange.onCandle('ETH/USDT', candle({ low: '97', volume: '100' }));
    expect(
      fills()
        .slice(2)
        .map(({ clientOrderId, amount }) => [clientOrderId, amount]),
    ).toEqual([
      ['late', '1.998'],
      ['later', '3'],
    ]);
    expect(exchange.openOrders()).toEqual([]);
  });

  it('round fees up to the eighth decimal', () => {
    const { exchange, fills } = paperBench('candle', EXACT, { ...MARKET, amountStep: '0.000001', minAmount: '0.000001', minCost: '0', takerFee: '0.00075' });
    exchange.place(order({ type: 'market', price: null, amount: '0.000001' }));
    exchange.onCandle('ETH/USDT', candle({ open: '100.01' }));
    expect(fills()[0]).toMatchObject({ fee: '0.00000008', feeCurrency: 'USDT' });
  });
});

describe('quotes', () => {
  it('fill a market order at once at the touch', () => {
    const { exchange, fills } = paperBench('tick', EXACT);
    exchange.onTicker(ticker());
    exchange.place(order({ clientOrderId: 'buy', type: 'market', price: null }));
    exchange.place(order({ clientOrderId: 'sell', side: 'sell', type: 'market', price: null }));
    expect(fills().map(({ clientOrderId, price }) => [clientOrderId, price])).toEqual([
      ['buy', '100.1'],
      ['sell', '99.9'],
    ]);
  });

  it('fill nothing once they are old', () => {
    const { exchange, fills, at } = paperBench('tick', EXACT);
    exchange.onTicker(ticker());
    at(10_001);
    exchange.place(order({ type: 'market', price: null }));
    expect(fills()).toEqual([]);
    exchange.onTicker(ticker({ ts: 11_000, ask: '101' }));
    expect(fills()).toMatchObject([{ price: '101', ts: 11_000 }]);
  });

  it('give what stands behind them once, and the next quote again', () => {
    const { exchange, fills } = paperBench('tick', { ...EXACT, tickerDepth: '1001' });
    exchange.onTicker(ticker());
    exchange.place(order({ clientOrderId: 'a', type: 'market', price: null, amount: '6' }));
    exchange.place(order({ clientOrderId: 'b', type: 'market', price: null, amount: '6' }));
    exchange.onTicker(ticker({ ts: 1000 }));
    expect(fills().map(({ clientOrderId, amount }) => [clientOrderId, amount])).toEqual([
      ['a', '6'],
      ['b', '4'],
      ['b', '2'],
    ]);
  });

  it('let a limit order rest until the other side comes to it, and fill it at its own price', () => {
    const { exchange, fills } = paperBench('tick', EXACT);
    exchange.onTicker(ticker());
    exchange.place(order({ price: '100' }));
    exchange.onTicker(ticker({ ask: '100.01', bid: '99.99' }));
    expect(fills()).toEqual([]);
    exchange.onTicker(ticker({ ask: '98', bid: '97.9', last: '97.95' }));
    expect(fills()).toMatchObject([{ price: '100', liquidity: 'maker' }]);
  });

  it('make a taker of a limit order that crosses them', () => {
    const { exchange, fills } = paperBench('tick', EXACT);
    exchange.onTicker(ticker());
    exchange.place(order({ clientOrderId: 'a', price: '102' }));
    exchange.place(order({ clientOrderId: 'b', price: '100.1' }));
    expect(fills()).toMatchObject([
      { price: '100.1', liquidity: 'taker' },
      { price: '100.1', liquidity: 'taker' },
    ]);
  });

  it('trigger a stop by the last price and fill it at the touch, the rest at the next', () => {
    const { exchange, fills } = paperBench('tick', { ...EXACT, tickerDepth: '950' });
    exchange.onTicker(ticker());
    exchange.place(order({ side: 'sell', type: 'stop', price: '96', amount: '15' }));
    exchange.onTicker(ticker({ last: '96.01', bid: '95.9', ask: '96.1' }));
    expect(fills()).toEqual([]);
    exchange.onTicker(ticker({ last: '95.5', bid: '95', ask: '96' }));
    exchange.onTicker(ticker({ last: '99', bid: '98', ask: '100' }));
    expect(fills().map(({ price, amount }) => [price, amount])).toEqual([
      ['95', '10'],
      ['98', '5'],
    ]);
  });
});

describe('public trades', () => {
  it('fill resting orders at their own price, up to a share of the trade', () => {
    const { exchange, fills } = paperBench('tick', EXACT);
    exchange.place(order({ price: '99', amount: '3' }));
    exchange.onTrade(trade({ price: '100' }));
    exchange.onTrade(trade({ price: '98', amount: '8' }));
    exchange.onTrade(trade({ price: '99', amount: '100', side: 'buy' }));
    expect(fills()).toMatchObject([
      { price: '99', amount: '2', liquidity: 'maker' },
      { price: '99', amount: '1', liquidity: 'maker' },
    ]);
  });

  it('fill market orders and stops at the trade', () => {
    const { exchange, fills } = paperBench('tick', EXACT);
    exchange.place(order({ clientOrderId: 'm', type: 'market', price: null }));
    exchange.place(order({ clientOrderId: 's', side: 'sell', type: 'stop', price: '97' }));
    exchange.onTrade(trade({ price: '100' }));
    exchange.onTrade(trade({ price: '96.5' }));
    expect(fills().map(({ clientOrderId, price }) => [clientOrderId, price])).toEqual([
      ['m', '100'],
      ['s', '96.5'],
    ]);
  });
});

describe('cancelling and restoring', () => {
  it('cancels an open order; what is not open is reported as gone', () => {
    const { exchange, reports, fills } = paperBench('candle', EXACT);
    exchange.place(order());
    exchange.cancel('a');
    exchange.cancel('a');
    exchange.onCandle('ETH/USDT', candle({ low: '1' }));
    expect(fills()).toEqual([]);
    expect(reports.slice(1)).toMatchObject([
      { kind: 'cancelled', reason: 'cancelled' },
      { kind: 'cancelled', reason: 'not open at the exchange' },
    ]);
  });

  it('takes up the rest of open orders, silently, and a stop half filled as triggered', () => {
    const { exchange, reports, fills } = paperBench('candle', EXACT);
    exchange.place(order({ clientOrderId: 'forgotten' }));
    reports.length = 0;
    exchange.restore([
      order({ amount: '3', price: '99', filled: '1' }),
      order({ clientOrderId: 's', side: 'sell', type: 'stop', price: '50', amount: '2', filled: '0.5' }),
    ]);
    expect([reports, exchange.openOrders()]).toEqual([[], ['a', 's']]);
    exchange.onCandle('ETH/USDT', candle({ low: '98' }));
    expect(fills().map(({ clientOrderId, price, amount }) => [clientOrderId, price, amount])).toEqual([
      ['s', '100', '1.5'],
      ['a', '99', '2'],
    ]);
  });

  it('hands reports on one at a time, in order, to every listener', () => {
    const { exchange, kinds } = paperBench('candle', EXACT);
    const second: string[] = [];
    exchange.onReport((report) => {
      if (report.kind === 'accepted' && report.clientOrderId === 'a') exchange.place(order({ clientOrderId: 'b' }));
    });
    exchange.onReport((report) => second.push(`${report.clientOrderId} ${report.kind}`));
    exchange.place(order());
    expect(second).toEqual(['a accepted', 'b accepted']);
    expect(kinds()).toEqual(second);
  });
});
