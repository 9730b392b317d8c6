import { configSchema } from '../config/store.ts';
import { Gateways } from '../gateways/gateways.ts';
import type { HttpGateway } from '../gateways/http/gateway.ts';
import type { TradingViewGateway } from '../gateways/tradingview/gateway.ts';
import type { LogHub } from '../log/hub.ts';
import type { Foundation } from './foundation.ts';

interface Ways {
  readonly http: HttpGateway;
  readonly tradingView: TradingViewGateway;
  /** Path of the local socket. */
  readonly socket: string;
}

/** The ways in that the configuration opens and closes. */
export function openGateways({ config, journal }: Foundation, hub: LogHub, { http, tradingView, socket }: Ways): Gateways {
  return new Gateways({
    config,
    journal,
    socket,
    schema: sectionSchema,
    log: hub.log('gateways'),
    gateways: [
      {
        id: 'http',
        title: 'Console and HTTP',
        description: 'The console in the browser, the WebSocket and JSON-RPC over HTTP',
        section: 'console',
        live: ['hosts'],
        address: () => http.url,
        start: () => http.start(),
        stop: () => http.stop(),
      },
      {
        id: 'tradingview',
        title: 'TradingView',
        description: 'Alerts of TradingView as signals, on an address of their own',
        section: 'tradingview',
        live: ['publicUrl', 'trustedProxies'],
        address: () => tradingView.url,
        start: () => tradingView.start(),
        stop: () => tradingView.stop(),
      },
    ],
  });
}

/** The settings of a way in, without the switch, which `gateways.start` and `gateways.stop` turn. */
function sectionSchema(section: string): unknown {
  const { properties } = configSchema() as { properties: Record<string, { properties: Record<string, unknown> }> };
  const { enabled: _enabled, ...rest } = properties[section]?.properties ?? {};
  return { ...properties[section], properties: rest, default: undefined };
}
