import { expect, test } from 'vitest';
import { paramsText } from '../../../renderer/lib/params-text.ts';

test.each([
  [{ pair: 'BTC/USDT', minutes: 60 }, 'pair BTC/USDT · minutes 60'],
  [{ pairs: ['XRP/USDT', 'ADA/USDT'] }, 'pairs XRP/USDT, ADA/USDT'],
  [{ path: 'bot.stake', value: { kind: 'fixed', value: '40' } }, 'path bot.stake · value {"kind":"fixed","value":"40"}'],
  [{}, ''],
  [null, ''],
  [undefined, ''],
  ['broken', 'broken'],
  [[1, 2], '[1,2]'],
])('%j reads %j', (params, text) => expect(paramsText(params)).toBe(text));
