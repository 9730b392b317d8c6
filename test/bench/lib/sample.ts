/** An event of a usual size. */
export const MESSAGE = { text: 'Bought 0.0145 BTC/USDT at 68012.44, stop at 64611.82', level: 'info' as const, who: 'bench', channels: null };
export const TICKER = {
  account: 'paper',
  ticker: { pair: 'BTC/USDT', ts: 1_795_000_000_000, bid: '68011.12', ask: '68012.44', last: '68012.44', change: 0.0123 },
};
export type Kind = 'journalled' | 'live';
export const TOPIC: Record<Kind, 'notify.message' | 'ticker'> = { journalled: 'notify.message', live: 'ticker' };

/** The line that a subscriber gets. */
export function line(kind: Kind, seq: number): string {
  const numbered = kind === 'journalled' ? { seq } : {};
  const data = kind === 'journalled' ? MESSAGE : TICKER;
  return `${JSON.stringify({ jsonrpc: '2.0', method: 'event', params: { ...numbered, ts: 1_795_000_000_000, topic: TOPIC[kind], data } })}\n`;
}

/** Events published together, as one commit of the engine would. */
export const BATCH = 50;

/** Between two messages to a chat: fewer than 15 a second go out without standing in line. */
export const PAUSE_MS = 80;
