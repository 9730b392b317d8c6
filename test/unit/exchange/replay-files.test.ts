import { describe, expect, it } from 'vitest';
import { parseRecording } from '../../../daemon/exchange/replay/recording.ts';
import { parseTime } from '../../../daemon/exchange/replay/time.ts';

const T0 = Date.UTC(2018, 0, 10, 5, 0);
const MINUTE = 60_000;
const read = (text: string, timeframe = '1m', pair = 'ETH/BTC') => parseRecording('file.csv', text, { pair, timeframe });
const row = (minute: number, figures = '10,12,9,11,5') => `${T0 + minute * MINUTE},${figures}`;
const csv = (...rows: string[]) => `time_ms,open,high,low,close,volume\n${rows.join('\n')}\n`;

describe('times', () => {
  it.each([
    ['1515560100', 1_515_560_100_000],
    ['1515560100.5', 1_515_560_100_500],
    ['1515560100000', 1_515_560_100_000],
    ['1515560100000000', 1_515_560_100_000],
    ['1515560100000000000', 1_515_560_100_000],
    ['2018-01-10T04:55:00Z', 1_515_560_100_000],
    ['2018-01-10 04:55:00', 1_515_560_100_000],
    ['2018-01-10 04:55:00 UTC', 1_515_560_100_000],
    ['2018-01-10 05:55:00+01:00', 1_515_560_100_000],
    ['2018-01-10T05:55:00.000+0100', 1_515_560_100_000],
    ['2018-01-10', 1_515_542_400_000],
  ])('reads %s', (text, ts) => {
    expect(parseTime(text)).toBe(ts);
  });

  it.each(['yesterday', '12', '', '10/01/2018', '2018-13-45'])('does not guess at "%s"', (text) => {
    expect(parseTime(text)).toBeNaN();
  });
});

describe('candles of a CSV file', () => {
  it('keep the digits of the file; only exponents are written out', async () => {
    const { candles } = await read(csv(row(0, '0.09946999000000001,0.0997238,0.099,0.0995,1482.0'), row(1, '3.817e-05,3.82e-5,3.8e-05,3.8e-05,1e3')));
    expect(candles).toEqual([
      { ts: T0, open: '0.09946999000000001', high: '0.0997238', low: '0.099', close: '0.0995', volume: '1482.0' },
      { ts: T0 + MINUTE, open: '0.00003817', high: '0.0000382', low: '0.000038', close: '0.000038', volume: '1000' },
    ]);
  });

  it.each([
    ['other names and separators', `Date;Open;High;Low;Close;Volume ETH;Volume BTC\n2018-01-10 05:00:00;10;12;9;11;5;50\n2018-01-10 05:01:00;10;12;9;11;5;50`],
    ['quotes', `"timestamp","open","high","low","close","volume"\n"${T0}","10","12","9","11","5"\n"${T0 + MINUTE}",10,12,9,11,5`],
    ['no header, seconds, more columns', `${T0 / 1000},10,12,9,11,5,99\n${T0 / 1000 + 60},10,12,9,11,5,99`],
    [
      'tabs, a byte order mark and the line ends of Windows',
      `\ufefftime\topen\thigh\tlow\tclose\tvolume\r\n${T0}\t10\t12\t9\t11\t5\r\n\r\n${T0 + MINUTE}\t10\t12\t9\t11\t5\r\n`,
    ],
    ['the newest first', csv(row(1), row(0))],
  ])('are read with %s', async (_what, text) => {
    const { candles } = await read(text);
    expect(candles).toEqual([0, 1].map((i) => ({ ts: T0 + i * MINUTE, open: '10', high: '12', low: '9', close: '11', volume: '5' })));
  });

  it('say that the newest row came first, and which rows were left out', async () => {
    expect((await read(csv(row(1), row(0)))).notices).toEqual(['file.csv: the newest row came first; read from the end']);
    const { candles, notices } = await read(csv(row(0), row(1), row(1), row(2)));
    expect([candles.length, notices]).toEqual([3, ['file.csv, line 4: left out, the same row as before']]);
  });

  it.each([
    ['rows out of order', csv(row(0), row(2), row(1), row(3)), 'file.csv, line 4: 2018-01-10T05:01:00.000Z comes after 2018-01-10T05:02:00.000Z'],
    ['two candles for one time', csv(row(0), row(1), row(1, '10,12,9,12,5')), 'file.csv, line 4: a second, different candle for 2018-01-10T05:01:00.000Z'],
    ['a time it cannot read', csv(row(0), 'noon,10,12,9,11,5'), 'file.csv, line 3: "noon" is no time'],
    ['a price it cannot read', csv(row(0), row(1, '10,12,9,abc,5')), 'file.csv, line 3: close "abc" is no number'],
    ['a missing cell', csv(row(0, '10,12,9,11')), 'file.csv, line 2: volume "" is no number'],
    ['a negative volume', csv(row(0, '10,12,9,11,-5')), 'file.csv, line 2: volume -5 is below zero'],
    ['a price of nothing', csv(row(0, '10,12,0,11,5')), 'file.csv, line 2: low 0 is not above zero'],
    ['a high that is none', csv(row(0, '10,10.5,9,11,5')), 'file.csv, line 2: high 10.5 is below close 11'],
    ['a low that is none', csv(row(0, '10,12,10.5,11,5')), 'file.csv, line 2: low 10.5 is above open 10'],
    ['rows off the grid', csv(row(0), row(1), row(2.5)), 'file.csv, line 4: a candle opens at 2018-01-10T05:02:30.000Z, off the grid of 1m'],
    ['a column short', 'time,open,high,low,close\n1,2,3,4,5', 'file.csv, line 1: no column "volume" among time, open, high, low, close'],
    ['no row', 'time_ms,open,high,low,close,volume\n', 'file.csv holds no rows'],
  ])('are refused with %s', async (_what, text, message) => {
    await expect(read(text)).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining(message) });
  });

  it('tell their gaps', async () => {
    const { gaps } = await read(csv(row(0), row(1), row(5)));
    expect(gaps).toEqual([{ from: T0 + 2 * MINUTE, to: T0 + 5 * MINUTE, candles: 3 }]);
  });

  it('say when no order could ever fill', async () => {
    expect((await read(csv(row(0, '10,12,9,11,0')))).notices).toEqual(['file.csv: no volume at all, so that no order can fill']);
  });
});

describe('another timeframe', () => {
  const minutes = (from: number, to: number) =>
    csv(...Array.from({ length: to - from }, (_, i) => row(from + i, `${10 + i},${20 + i},${5 - (i % 5)},${11 + i},0.1`)));

  it('is made of the candles of the file, the parts at both ends left out', async () => {
    const { candles, notices } = await read(minutes(-2, 12), '5m');
    expect(candles).toEqual([
      { ts: T0, open: '12', high: '26', low: '1', close: '17', volume: '0.5' },
      { ts: T0 + 5 * MINUTE, open: '17', high: '31', low: '1', close: '22', volume: '0.5' },
    ]);
    expect(notices).toEqual([
      'the 5m candle of 2018-01-10T04:55:00.000Z is not wholly recorded; left out',
      'the 5m candle of 2018-01-10T05:10:00.000Z is not wholly recorded; left out',
    ]);
  });

  it.each([
    [
      '1m',
      minutes(0, 3).replaceAll(/^(\d+),/gm, (_, ts: string) => `${T0 + (Number(ts) - T0) * 5},`),
      "file.csv holds 5m candles; the finer 1m can't be made of them",
    ],
    ['90s', minutes(0, 3), 'file.csv holds 1m candles; 90s is not a multiple of that'],
    ['1h', minutes(0, 30), 'file.csv holds no whole 1h candle'],
  ])('is refused where %s does not fit', async (timeframe, text, message) => {
    await expect(read(text, timeframe)).rejects.toMatchObject({ kind: 'invalid', message });
  });
});

describe('JSON files', () => {
  it('of ccxt candles keep their digits', async () => {
    const { candles } = await read(`[[${T0},0.10000000000000001,0.2,3.8e-05,0.1,12345678.12345678]]`);
    expect(candles).toEqual([{ ts: T0, open: '0.10000000000000001', high: '0.2', low: '0.000038', close: '0.1', volume: '12345678.12345678' }]);
  });

  it('of objects are read by their keys, also inside of an answer', async () => {
    const item = { volume: 5, close: '11', low: 9, high: 12, open: 10, time: new Date(T0).toISOString() };
    const { candles } = await read(JSON.stringify({ symbol: 'ETHBTC', data: [item] }));
    expect(candles).toEqual([{ ts: T0, open: '10', high: '12', low: '9', close: '11', volume: '5' }]);
  });

  it.each([
    ['[[1,2', 'file.csv, as JSON: '],
    ['{"a":1}', 'file.csv, as JSON: no list in it'],
    [`[[${T0},10,12,9,11,5],7]`, 'file.csv, item 2: neither an array nor an object'],
    [`[[${T0},10,12,9,11,5],[${T0 + MINUTE},10,12,9,null,5]]`, 'file.csv, item 2: close "" is no number'],
    ['[]', 'file.csv holds no rows'],
  ])('are refused with their place: %s', async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining(message) });
  });
});

describe('public trades', () => {
  const trades = (...rows: string[]) => `timestamp,id,side,price,amount,cost\n${rows.join('\n')}`;

  it('are kept, and become candles', async () => {
    const recording = await read(
      trades(
        `${T0 + 1},1,sell,10,2.0,20`,
        `${T0 + 1},2,buy,12,0.1,1.2`,
        `${T0 + 1},2,buy,12,0.1,1.2`,
        `${T0 + 59_999},3,sell,9,0.2,1.8`,
        `${T0 + 3 * MINUTE},4,buy,11,1,11`,
      ),
    );
    expect(recording.candles).toEqual([
      { ts: T0, open: '10', high: '12', low: '9', close: '9', volume: '2.3' },
      { ts: T0 + 3 * MINUTE, open: '11', high: '11', low: '11', close: '11', volume: '1' },
    ]);
    expect(recording.trades?.list.map(({ price, side }) => `${side} ${price}`)).toEqual(['sell 10', 'buy 12', 'sell 9', 'buy 11']);
    expect([...(recording.trades?.ends ?? [])]).toEqual([3, 4]);
    expect(recording.gaps).toHaveLength(1);
    expect(recording.notices).toEqual(['file.csv, line 4: left out, trade 2 was there before']);
  });

  it('take the side from what exchanges tell', async () => {
    const { trades: told } = await read(`id,price,qty,quoteQty,time,isBuyerMaker\n1,10,1,10,${T0},true\n2,10,1,10,${T0},false`);
    expect(told?.list.map(({ side }) => side)).toEqual(['sell', 'buy']);
  });

  it.each([
    [trades(`${T0},1,up,10,1,10`), 'line 2: side "up" is neither buy nor sell'],
    [trades(`${T0},1,buy,0,1,10`), 'line 2: price 0 is not above zero'],
    [trades(`${T0},1,buy,10,1,10`, `${T0 - 1},2,buy,10,1,10`, `${T0 + 5},3,buy,1,1,1`), 'line 3: 2018-01-10T04:59:59.999Z comes after'],
  ])('are refused with the line', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});

describe('the market of a recording', () => {
  it('has the steps that its figures show, noise aside', async () => {
    const { market } = await read(csv(row(0, '0.09946999000000001,0.0997238,0.099,0.0995,1482.0'), row(1, '0.0994,0.0995,0.0993,0.0994,12.5')));
    expect(market).toEqual({
      pair: 'ETH/BTC',
      base: 'ETH',
      quote: 'BTC',
      priceStep: '0.00000001',
      amountStep: '0.1',
      minAmount: '0.1',
      minCost: '0.0001',
      makerFee: '0.001',
      takerFee: '0.001',
    });
  });
});
