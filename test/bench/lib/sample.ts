/** An event of a usual size. */
export const MESSAGE = { text: 'Bought 0.0145 BTC/USDT at 68012.44, stop at 64611.82', level: 'info' as const, who: 'bench', channels: null };
export const line = (seq: number) =>
  `${JSON.stringify({ jsonrpc: '2.0', method: 'event', params: { seq, ts: 1_795_000_000_000, topic: 'notify.message', data: MESSAGE } })}\n`;
/** Events published together, as one commit of the engine would. */
export const BATCH = 50;
