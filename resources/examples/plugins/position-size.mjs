// How much to buy so that the stop loses no more than a share of the account.
// Enable it, then: nightdesk call plugin.position-size.suggest pair=BTC/USDT stop=0.03 risk=0.01

/** @type {import('./nightdesk-plugin').Plugin} */
export default {
  methods: {
    suggest: {
      summary: 'Suggests an amount by the loss that one may bear',
      role: 'viewer',
      params: {
        properties: {
          pair: { type: 'string', description: 'Such as BTC/USDT' },
          stop: { type: 'number', exclusiveMinimum: 0, maximum: 1, description: 'Distance of the stop, as a fraction of the price' },
          risk: { type: 'number', exclusiveMinimum: 0, maximum: 1, default: 0.01, description: 'Share of the account that may be lost' },
        },
        required: ['pair', 'stop'],
      },
      example: { pair: 'BTC/USDT', stop: 0.03 },
      async run({ pair, stop, risk }, desk) {
        const currency = pair.split('/')[1];
        const { items } = await desk.call('balances.list');
        const held = items.find((balance) => balance.currency === currency);
        if (!held) desk.refuse(`the account holds no ${currency}`, { field: 'pair' });
        const ticker = await desk.call('markets.ticker', { pair });
        const loss = Number(held.total) * risk;
        const stake = Math.min(loss / stop, Number(held.free));
        return { pair, price: ticker.last, stake: stake.toFixed(2), amount: (stake / Number(ticker.last)).toFixed(8), currency };
      },
    },
  },
};
