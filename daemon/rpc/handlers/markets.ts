import type { ConfigStore } from '../../config/store.ts';
import type { Engine } from '../../engine/engine.ts';
import { pastCandles } from '../../engine/past-candles.ts';
import { settingsOf } from '../../engine/settings.ts';
import { RpcError } from '../../protocol/errors.ts';
import type { Handlers } from '../handler.ts';

type Served =
  | 'markets.list'
  | 'markets.candles'
  | 'markets.ticker'
  | 'markets.whitelist'
  | 'markets.blacklist.get'
  | 'markets.blacklist.add'
  | 'markets.blacklist.remove';

const CANDLES = 500;

export function marketsHandlers({ engine, config }: { readonly engine: Engine; readonly config: Pick<ConfigStore, 'get' | 'set'> }): Handlers<Served> {
  const blacklist = () => config.get().bot.blacklist;
  const setBlacklist = (pairs: string[], who: string) => {
    config.set('bot.blacklist', pairs, who);
    return { items: [...blacklist()] };
  };
  return {
    'markets.list': ({ account }) => ({ items: [...engine.desk(account).source.markets()] }),
    'markets.candles': async ({ account, pair, timeframe, since, until, limit = CANDLES }) => {
      const { source } = engine.desk(account);
      const wanted = timeframe ?? source.timeframe;
      return { pair, timeframe: wanted, items: await pastCandles(source, { pair, timeframe: wanted, since, until, limit }) };
    },
    'markets.ticker': ({ account, pair }) => {
      const desk = engine.desk(account);
      desk.rules(pair);
      const ticker = desk.ticker(pair);
      if (!ticker) throw new RpcError('upstream_unavailable', `There is no price of ${pair} yet`, { hint: 'Try again in a moment' });
      return ticker;
    },
    'markets.whitelist': () => ({ items: [...settingsOf(config.get()).pairs] }),
    'markets.blacklist.get': () => ({ items: [...blacklist()] }),
    'markets.blacklist.add': ({ pairs }, { session }) => setBlacklist([...new Set([...blacklist(), ...pairs])], session.who),
    'markets.blacklist.remove': ({ pairs }, { session }) =>
      setBlacklist(
        blacklist().filter((pair) => !pairs.includes(pair)),
        session.who,
      ),
  };
}
