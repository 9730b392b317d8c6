import { DESK, type Engine } from '../engine/engine.ts';
import { settingsOf } from '../engine/settings.ts';
import { TradingViewGateway } from '../gateways/tradingview/gateway.ts';
import type { LogHub } from '../log/hub.ts';
import type { Audit } from '../rpc/audit.ts';
import { StrangerLog } from '../rpc/strangers.ts';
import { Signals } from '../signals/signals.ts';
import type { Foundation } from './foundation.ts';

/** Signals from outside, and the way in for them. */
export function openSignals({ store, journal, bus, vault, config }: Foundation, hub: LogHub, engine: Engine, audit: Audit) {
  const log = hub.log('signals');
  const signals = new Signals({
    store,
    journal,
    bus,
    vault,
    audit,
    log,
    account: DESK,
    address: () => gateway.publicUrl,
    desk: {
      signal: (wanted, alongside) => engine.desk().signal(wanted, alongside),
      previewSignal: (wanted) => engine.desk().previewSignal(wanted),
      pairs: () => settingsOf(config.get()).pairs,
      price: (pair) => engine.desk().ticker(pair)?.last,
      order: (id) => engine.queries.order(id),
    },
  });
  const gateway: TradingViewGateway = new TradingViewGateway({
    signals,
    strangers: new StrangerLog({ audit, now: Date.now }),
    settings: () => config.get().tradingview,
    log,
    now: Date.now,
  });
  return { signals, tradingView: gateway };
}
