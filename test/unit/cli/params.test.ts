import { describe, expect, test } from 'vitest';
import { describeMethod, exampleWords } from '../../../daemon/cli/contract/describe.ts';
import { parseParams } from '../../../daemon/cli/contract/params.ts';
import { METHODS, type MethodName, type MethodSpec } from '../../../daemon/protocol/index.ts';

const methods = Object.entries(METHODS) as Array<[MethodName, MethodSpec]>;

/** Splits as a shell does, for the quotes that examples use. */
const shellWords = (text: string): string[] => [...text.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

describe('key=value', () => {
  test.each(methods)('%s: its example, typed as help shows it, is what the contract shows', (name, spec) => {
    expect(parseParams(name, shellWords(exampleWords(spec.example)))).toEqual(spec.example);
  });

  test('values are read by the schema of the method', () => {
    expect(parseParams('orders.place', ['pair=BTC/USDT', 'side=buy', 'type=limit', 'amount=0.01', 'price=20000'])).toEqual(METHODS['orders.place'].example);
    expect(parseParams('orders.list', ['limit=5', 'state=active'])).toEqual({ limit: 5, state: 'active' });
    expect(parseParams('bot.panic', ['flatten=true'])).toEqual({ flatten: true });
    expect(parseParams('events.history', ['topics=order.*,trade.*'])).toEqual({ topics: ['order.*', 'trade.*'] });
    expect(parseParams('markets.blacklist.add', ['pairs=["DOGE/USDT"]'])).toEqual({ pairs: ['DOGE/USDT'] });
    expect(parseParams('risk.limits.set', ['maxDrawdown=null', 'maxOrderCost=100'])).toEqual({ maxDrawdown: null, maxOrderCost: '100' });
    const replay = { file: '/x.csv', pair: 'A/B', timeframe: '5m', strategy: 'grid' };
    const words = Object.entries(replay).map(([key, value]) => `${key}=${value}`);
    expect(parseParams('replay.start', [...words, 'speed=60'])).toEqual({ ...replay, speed: 60 });
    expect(parseParams('replay.start', [...words, 'speed=max'])).toEqual({ ...replay, speed: 'max' });
  });

  test('a dot reaches into objects; open values are JSON where they can be', () => {
    expect(parseParams('strategies.configure', ['id=ema-cross', 'params.fast=8', 'params.note=hi'])).toEqual({
      id: 'ema-cross',
      params: { fast: 8, note: 'hi' },
    });
    expect(parseParams('config.set', ['path=a', 'value=null'])).toEqual({ path: 'a', value: null });
  });

  test('values may hold the sign that divides them from their keys', () => {
    expect(parseParams('notify.send', ['text=a=b'])).toEqual({ text: 'a=b' });
  });

  test('one JSON object is taken as it is, also of a method unknown here', () => {
    expect(parseParams('future.method', ['{"a":', '1}'])).toEqual({ a: 1 });
    expect(parseParams('future.method', ['a=1', 'b=x'])).toEqual({ a: 1, b: 'x' });
  });

  test.each([
    ['orders.list', 'limit=many', 'limit: expected integer, got "many"'],
    ['bot.panic', 'flatten=perhaps', 'flatten: expected boolean, got "perhaps"'],
    ['orders.list', 'limit', '"limit" is neither key=value nor a JSON object'],
    ['orders.list', '{"limit":', 'the parameters are not JSON'],
  ])('%s %s is refused, and it says why', (method, word, message) => {
    expect(() => parseParams(method, [word])).toThrow(expect.objectContaining({ message: expect.stringContaining(message), code: 2 }));
  });
});

test.each(methods)('the help of %s tells every parameter and its example', (name, spec) => {
  const text = describeMethod(name);
  expect(text).toContain(`${name}: ${spec.summary}`);
  for (const key of Object.keys(spec.example as object)) expect(text).toContain(key);
  if (spec.danger) expect(text).toContain(spec.danger);
});
