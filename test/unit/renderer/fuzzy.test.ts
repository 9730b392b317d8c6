import { expect, test } from 'vitest';
import { matchOf } from '../../../renderer/lib/fuzzy.ts';

const TEXTS = ['Overview', 'Positions & orders', 'Performance', 'BTC/USDT', 'ETH/USDT', 'ETH/BTC', 'Change theme', 'Panic: cancel all orders'];
const found = (query: string) =>
  TEXTS.map((text) => ({ text, score: matchOf(text, query) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text);

test.each([
  ['eth/', ['ETH/BTC', 'ETH/USDT']],
  ['btcus', ['BTC/USDT']],
  ['pfm', ['Performance']],
  ['posord', ['Positions & orders']],
  ['orders panic', ['Panic: cancel all orders']],
  ['ÜBER', []],
  ['xyz', []],
] as const)('%s finds %j', (query, texts) => expect(found(query)).toEqual(texts));

test('the start of a word goes before its inside, and nothing typed fits all', () => {
  expect(found('the')[0]).toBe('Change theme');
  expect(found('')).toHaveLength(TEXTS.length);
  expect(found('usdt btc')).toEqual(['BTC/USDT']);
});
