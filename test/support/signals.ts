import { onTestFinished, vi } from 'vitest';
import type { Params, Result } from '../../daemon/protocol/index.ts';
import { type RunningDaemon, type StartOptions, startDaemon } from './daemon.ts';

/** A desk on which nobody trades but signals. */
export const QUIET_DESK = JSON.stringify({
  strategies: Object.fromEntries(['ema-cross', 'rsi-reversion', 'grid'].map((id) => [id, { enabled: false }])),
  tradingview: { enabled: true, port: 0 },
});

type Created = Result<'signals.create'>;

/** A daemon whose way in for signals is open to this machine, with one hook. */
export async function withHook(terms: Partial<Params<'signals.create'>> = {}, options: StartOptions = {}): Promise<{ daemon: RunningDaemon; hook: Created }> {
  const daemon = await startDaemon({ config: QUIET_DESK, ...options });
  onTestFinished(async () => void (await daemon.stop()));
  await address(daemon);
  const hook = await daemon.client.call('signals.create', { id: 'breakout', sources: ['127.0.0.1'], ...terms });
  return { daemon, hook };
}

/** Where it takes signals, once it does and once there are prices. */
export async function address({ client }: RunningDaemon): Promise<string> {
  const found = async () => {
    const { items } = await client.call('gateways.list', {});
    const price = await client.call('markets.ticker', { pair: 'BTC/USDT' }).catch(() => undefined);
    return price && items.find(({ id }) => id === 'tradingview')?.address;
  };
  return vi.waitUntil(found, { timeout: 30_000 });
}

/** The message of a hook as an alert of this moment would send it. */
export function alertOf({ secret }: { secret: string }, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { secret, action: 'buy', ticker: 'BINANCE:BTCUSDT', position: 'long', time: new Date().toISOString().replace(/\.\d+/, ''), ...more };
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: { outcome?: string; orderId?: string; reason?: string; duplicate?: boolean; signal?: string };
}

/** Posts as TradingView does: JSON where the message is, else plain text. */
export async function post(url: string, message: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  const type = typeof message === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  const response = await fetch(url, { method: 'POST', body, headers: { 'Content-Type': type, ...headers } });
  const text = await response.text();
  return { status: response.status, text, json: JSON.parse(text) as Answer['json'] };
}
