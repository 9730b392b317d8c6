// Enters when a candle closes above the highest high of the candles before it; leaves below the lowest low.
// Enable it, then: nightdesk call strategies.enable id=donchian

/** @type {import('./nightdesk-plugin').Plugin} */
export default {
  strategy: {
    title: 'Donchian break-out',
    description: 'Buys a close above the high of the last candles, sells one below their low. One trade per pair.',
    params: {
      properties: {
        entry: { type: 'integer', minimum: 2, maximum: 500, default: 20, title: 'Entry', description: 'Candles whose high must be passed' },
        exit: { type: 'integer', minimum: 2, maximum: 500, default: 10, title: 'Exit', description: 'Candles whose low must hold' },
      },
    },
    warmup: ({ entry, exit }) => Math.max(entry, exit),
    create({ entry, exit }) {
      const bars = [];
      return {
        onCandle({ bar, trades, orders }) {
          const warm = bars.length >= Math.max(entry, exit);
          const high = Math.max(...bars.slice(-entry).map((past) => past.high));
          const low = Math.min(...bars.slice(-exit).map((past) => past.low));
          bars.push(bar);
          if (bars.length > Math.max(entry, exit)) bars.shift();
          if (!warm || orders.length > 0) return [];
          if (bar.close < low) return trades.map((trade) => ({ kind: 'exit', tradeId: trade.id, reason: 'exit_signal' }));
          if (bar.close > high && trades.length === 0) return [{ kind: 'enter', tag: 'breakout' }];
          return [];
        },
      };
    },
  },
};
