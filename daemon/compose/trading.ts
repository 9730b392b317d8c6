import type { Config } from '../config/schema.ts';
import { Engine } from '../engine/engine.ts';
import { Protections } from '../engine/protections/protections.ts';
import { PaperExchange } from '../exchange/paper/exchange.ts';
import type { MarketSource } from '../exchange/port.ts';
import type { LogHub } from '../log/hub.ts';
import { balancesHandlers } from '../rpc/handlers/balances.ts';
import { botHandlers } from '../rpc/handlers/bot.ts';
import { locksHandlers } from '../rpc/handlers/locks.ts';
import { marketsHandlers } from '../rpc/handlers/markets.ts';
import { ordersHandlers } from '../rpc/handlers/orders.ts';
import { performanceHandlers } from '../rpc/handlers/performance.ts';
import { positionsHandlers } from '../rpc/handlers/positions.ts';
import { protectionsHandlers } from '../rpc/handlers/protections.ts';
import { replayHandlers } from '../rpc/handlers/replay.ts';
import { riskHandlers } from '../rpc/handlers/risk.ts';
import { strategiesHandlers } from '../rpc/handlers/strategies.ts';
import { tradesHandlers } from '../rpc/handlers/trades.ts';
import { STRATEGIES } from '../strategies/index.ts';
import type { Foundation } from './foundation.ts';

/** Opens the books of every account. Nothing is listened to before the engine's `start`. @throws RpcError `invalid` for a market that can't be had */
export async function openEngine({ store, journal, bus, config }: Foundation, hub: LogHub): Promise<Engine> {
  const settings = config.get();
  const source = await marketSource(settings);
  const exchange = new PaperExchange({ source, options: { slippage: settings.paper.slippage } });
  return new Engine({ store, journal, bus, log: hub.log('engine'), config, source, exchange, strategies: STRATEGIES });
}

/** Only what is used is loaded: ccxt is large, and so is the wait for it. */
async function marketSource({ market, sim, paper: { fees } }: Config): Promise<MarketSource> {
  const terms = { makerFee: fees.maker, takerFee: fees.taker };
  if (market.source === 'live') {
    const { createLiveSource } = await import('../exchange/ccxt/source.ts');
    return createLiveSource({ exchange: market.exchange, timeframe: market.timeframe, ...terms });
  }
  const { createSimSource } = await import('../exchange/sim/source.ts');
  return createSimSource({ seed: sim.seed, timeframe: sim.timeframe, tickMs: sim.tickMs, ...terms });
}

export function tradingHandlers(engine: Engine, { config, journal }: Foundation) {
  return {
    ...botHandlers({ engine, config }),
    ...positionsHandlers({ engine }),
    ...ordersHandlers({ engine }),
    ...tradesHandlers({ engine }),
    ...balancesHandlers({ engine }),
    ...performanceHandlers({ engine }),
    ...marketsHandlers({ engine, config }),
    ...locksHandlers({ engine }),
    ...protectionsHandlers({ engine, protections: new Protections({ config, queries: engine.queries }) }),
    ...strategiesHandlers({ engine, config, journal }),
    ...riskHandlers({ engine, config }),
    ...replayHandlers({ engine }),
  };
}
