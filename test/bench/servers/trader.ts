// A desk that trades on every candle, on a store on disk, with a channel that tells what channels tell by default, or none. On each line a candle
// closes; it says how long its order took to be placed. On `delay` it says how long the event loop was held up since it was last asked.
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { Channels } from '../../../daemon/channels/channels.ts';
import { ConfigStore } from '../../../daemon/config/store.ts';
import { SILENT } from '../../../daemon/log/log.ts';
import { Vault } from '../../../daemon/vault/vault.ts';
import { HandSource, market, openDesk, scripted, settings } from '../../support/desk.ts';

const [dir = '', port = ''] = process.argv.slice(2);
const { strategy, next } = scripted();
const desk = await openDesk({
  // Without fees nothing is lost, and no limit is reached.
  source: new HandSource('candle', [market('BTC/USDT', { makerFee: '0', takerFee: '0' }), market('ETH/USDT')]),
  file: path.join(dir, 'desk.db'),
  strategies: new Map([[strategy.id, strategy]]),
  settings: settings({ strategies: { [strategy.id]: { enabled: true, pairs: ['BTC/USDT'], params: {} } } }),
});
const { store, bus, journal, source } = desk;
const config = new ConfigStore({ file: path.join(dir, 'config.jsonc'), env: {} });
const vault = new Vault({ store, key: 'keyfile', places: { keyfile: path.join(dir, 'vault.key') }, onValue() {} });
const channels = new Channels({ store, journal, bus, config, vault, log: SILENT });
await channels.start();
if (port) {
  const set = { url: `http://127.0.0.1:${port}/hook`, timeoutSeconds: 60 };
  await channels.configure({ id: 'bench', kind: 'webhook', settings: set }, 'bench');
}

let placed: () => void = () => {};
bus.subscribe('bench', (events) => {
  if (events.some(({ topic }) => topic === 'order.placed')) placed();
});
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

/** Enters where nothing is held, and leaves where something is. @returns microseconds from the candle to the order's commit */
async function trade(): Promise<number> {
  next(({ trades }) => {
    const open = trades[0];
    return open ? [{ kind: 'exit', tradeId: open.id, reason: 'bench' }] : [{ kind: 'enter', tag: 'bench' }];
  });
  let took = 0;
  const done = new Promise<void>((resolve) => {
    placed = () => {
      took = (performance.now() - began) * 1000;
      resolve();
    };
  });
  const began = performance.now();
  source.flat(100);
  await done;
  // Fills it.
  source.flat(100);
  return took;
}

console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'delay') {
    console.log(`delay ${delay.percentile(99) / 1e6}`);
    delay.reset();
  } else console.log(`took ${await trade()}`);
}
