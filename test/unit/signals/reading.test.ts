import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Hook, newHook } from '../../../daemon/signals/hook.ts';
import { readIntent, readTime } from '../../../daemon/signals/intent.ts';
import { alertMessages, fillSample } from '../../../daemon/signals/message.ts';
import { readTicker } from '../../../daemon/signals/symbol.ts';
import { patternProblem, readMessage } from '../../../daemon/signals/template.ts';

const PAIRS = ['BTC/USDT', 'ETH/USDT', '1INCH/USDT'];
const NOW = Date.UTC(2026, 0, 6, 12);
const hook = (more: Partial<Hook> = {}): Hook => ({ ...newHook('breakout'), ...more });
const time = '2026-01-06T12:00:00Z';
const intent = (values: object, more: Partial<Hook> = {}) => readIntent({ action: 'buy', ticker: 'BTCUSDT', time, ...values }, hook(more), PAIRS, NOW);

describe('tickers', () => {
  test.each([
    ['BINANCE:BTCUSDT', 'BTC/USDT'],
    ['btcusdt', 'BTC/USDT'],
    ['BTC/USDT', 'BTC/USDT'],
    ['BTC-USDT', 'BTC/USDT'],
    ['KUCOIN:ETH_USDT', 'ETH/USDT'],
    ['1INCHUSDT', '1INCH/USDT'],
    ['BITSTAMP:BTCUSD', 'BTC/USDT'],
    ['BYBIT:BTCUSDT.P', 'ETH/USDT'],
  ])('%s is %s', (ticker, pair) => {
    expect(readTicker(ticker, { BTCUSD: 'BTC/USDT', 'BYBIT:BTCUSDT.P': 'ETH/USDT' }, PAIRS)).toEqual({ pair });
  });

  test.each([
    ['BINANCE:BTCUSDT.P', 'is a perpetual; only spot pairs are traded'],
    ['BINANCE:BTCUSDTPERP', 'is a perpetual'],
    ['CME:BTC1!', 'is a future'],
    ['BINANCE:DOGEUSDT', 'BINANCE:DOGEUSDT is no pair of this desk (BTC/USDT, ETH/USDT, 1INCH/USDT)'],
  ])('%s is refused, and says why', (ticker, problem) => {
    expect(readTicker(ticker, {}, PAIRS)).toEqual({ problem: expect.stringContaining(problem) });
  });

  test('two pairs that are spelled alike are told apart by nobody', () => {
    expect(readTicker('ABCD', {}, ['A/BCD', 'AB/CD'])).toEqual({ problem: 'ABCD may be A/BCD or AB/CD; say which in "symbols"' });
  });
});

describe('what a signal asks for', () => {
  test.each([
    [{}, { kind: 'intent', intent: { action: 'buy', pair: 'BTC/USDT' } }],
    [{ action: 'LONG' }, { kind: 'intent', intent: { action: 'buy' } }],
    [{ action: 'close' }, { kind: 'intent', intent: { action: 'sell' } }],
    [{ action: 'short' }, { kind: 'end', outcome: 'refused', reason: expect.stringContaining('only spot is traded') }],
    [{ action: 'hodl' }, { kind: 'end', outcome: 'refused', reason: expect.stringContaining('"hodl" is no action') }],
    [
      { action: 'sell', position: 'short' },
      { kind: 'intent', intent: { action: 'sell', amount: undefined } },
    ],
    [{ position: 'flat' }, { kind: 'end', outcome: 'ignored', reason: expect.stringContaining('close a short') }],
    [{ ticker: undefined }, { kind: 'end', outcome: 'refused', reason: 'the message has no ticker' }],
    [{ time: '2026-01-06T11:58:59Z' }, { kind: 'end', outcome: 'expired', reason: 'it is 61 s old; this hook takes signals for 60 s' }],
    [{ time: '2026-01-06T11:59:01Z' }, { kind: 'intent' }],
    [{ time: '2026-01-06T12:00:29Z' }, { kind: 'intent' }],
    [{ time: '2026-01-06T12:00:31Z' }, { kind: 'end', outcome: 'refused', reason: expect.stringContaining('clock') }],
    [{ time: undefined }, { kind: 'end', outcome: 'refused', reason: expect.stringContaining('no time') }],
    [{ time: 'yesterday' }, { kind: 'end', outcome: 'refused', reason: expect.stringContaining('"yesterday" is no time') }],
  ])('%j', (values, expected) => {
    expect(intent(values)).toMatchObject(expected);
  });

  test('a hook does only what its maker allowed', () => {
    expect(intent({}, { actions: ['sell'] })).toMatchObject({ outcome: 'refused', reason: 'this hook may not buy' });
    expect(intent({}, { pairs: ['ETH/USDT'] })).toMatchObject({ outcome: 'refused', reason: 'this hook may not trade BTC/USDT' });
    expect(intent({}, { symbols: { BTCUSDT: 'SHIB/USDT' } })).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('not among the pairs') });
  });

  test('amounts and prices are decimals of bounded length, or nothing', () => {
    const sizing = { kind: 'message' } as const;
    expect(intent({ amount: '1e-3' }, { sizing })).toMatchObject({ intent: { amount: '0.001' } });
    expect(intent({ amount: undefined }, { sizing })).toMatchObject({ outcome: 'refused', reason: 'the message has no amount' });
    for (const amount of ['1e999999999', '-1', '0', 'Infinity', '0x10', '1,5', '9'.repeat(40), 'NaN'])
      expect(intent({ amount }, { sizing })).toMatchObject({ outcome: 'refused' });
    expect(intent({ price: '60000.10' }, { orderType: 'limit' })).toMatchObject({ intent: { price: '60000.1' } });
    expect(intent({ action: 'sell', position: 'flat', amount: '5' }, { sizing })).toMatchObject({ intent: { amount: undefined } });
    expect(intent({ action: 'sell', position: 'long', amount: '5' }, { sizing })).toMatchObject({ intent: { amount: '5' } });
  });

  test('times are read as TradingView and Pine write them', () => {
    expect([time, '1767700800', '1767700800000', '2026-01-06T13:00:00+01:00'].map(readTime)).toEqual(Array(4).fill(NOW));
  });
});

describe('templates', () => {
  test('JSON: values by name, by path, numbers as words, unfilled placeholders as nothing', () => {
    const fields = { action: 'order.side', amount: 'order.size' };
    const body = JSON.stringify({ secret: 's3', order: { side: 'buy', size: 0.5 }, ticker: 'BTCUSDT', price: '{{close}}', time: null });
    expect(readMessage({ kind: 'json', fields }, body)).toMatchObject({ secret: 's3', values: { action: 'buy', amount: '0.5', ticker: 'BTCUSDT' } });
  });

  test('text: word for word, the secret first', () => {
    const template = { kind: 'text', pattern: 'go {action} {ticker} at={price} {any} {time}' } as const;
    const read = readMessage(template, ` s3  go buy BTCUSDT at=60000 15m ${time}\n`);
    expect(read).toEqual({ secret: 's3', values: { action: 'buy', ticker: 'BTCUSDT', price: '60000', time }, shown: `go buy BTCUSDT at=60000 15m ${time}` });
    expect(readMessage(template, 's3 stop')).toMatchObject({ secret: 's3', problem: expect.stringContaining('1 words after the secret, its pattern 6') });
    expect(readMessage(template, `s3 go buy BTCUSDT 60000 x ${time}`)).toMatchObject({ problem: 'word 4 after the secret should be "at={price}"' });
  });

  test.each([
    ['{action} {ticker} {when}', '"{when}" is no placeholder'],
    ['{action}{ticker}', 'has two placeholders'],
    ['{action} {action} {ticker}', '{action} is there twice'],
    ['buy {ticker}', 'it needs {action} and {ticker}'],
    ['{action} {ticker} }{', 'is no placeholder'],
  ])('the pattern %s is refused', (pattern, problem) => {
    expect(patternProblem(pattern)).toContain(problem);
  });

  test('the secret is in nothing that is kept, however it was written', () => {
    const body = '{"\\u0073ecret":"s3cr3t-word","note":"s3cr3t-word again","action":"buy"}';
    expect(readMessage({ kind: 'json', fields: {} }, body)).toMatchObject({ secret: 's3cr3t-word', shown: '{"note":"••• again","action":"buy"}' });
  });

  test('whatever the bytes, reading them ends in values that are short words', () => {
    const templates = [
      { kind: 'json', fields: { action: 'a.b' } },
      { kind: 'text', pattern: '{action} {ticker} at={price} {time}' },
    ] as const;
    const bodies = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2000 }),
      fc.json(),
      fc.array(fc.constantFrom('s3', 'buy', '{{', '__proto__', ' ', '\n', '"'), { maxLength: 300 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(fc.constantFrom(...templates), bodies, (template, body) => {
        const { values } = readMessage(template, body);
        for (const value of Object.values(values)) expect(value.length).toBeLessThanOrEqual(128);
        expect(['intent', 'end']).toContain(readIntent(values, hook(), PAIRS, NOW).kind);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the message to paste', () => {
  const sample = { pair: 'ETH/USDT', price: '3000.5', now: NOW };
  const kinds: ReadonlyArray<readonly [string, Partial<Hook>]> = [
    ['JSON', {}],
    ['JSON with everything', { sizing: { kind: 'message' }, orderType: 'limit' }],
    ['JSON with fields of its own', { template: { kind: 'json', fields: { action: 'order.side', ticker: 'order.symbol', time: '__proto__.at', id: 'id' } } }],
    ['text', { template: { kind: 'text', pattern: '{action} {ticker} {price} {time}' } }],
    [
      'text with all there is',
      { template: { kind: 'text', pattern: 'x {action} {ticker} p={price} {amount} {position} {id} {any} {time}' }, sizing: { kind: 'message' } },
    ],
  ];

  test.each(kinds)('%s: its own template reads it back, for every kind of alert', (_name, more) => {
    const own = hook(more);
    for (const { for: kind, text } of alertMessages(own, 's3cret')) {
      const action = kind === 'sell' ? 'sell' : 'buy';
      const read = readMessage(own.template, fillSample(text, { ...sample, action }));
      expect(read.secret).toBe('s3cret');
      expect(readIntent(read.values, own, PAIRS, NOW), text).toMatchObject({ kind: 'intent', intent: { action, pair: 'ETH/USDT' } });
    }
  });
});
