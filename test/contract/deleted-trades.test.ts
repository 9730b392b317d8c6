import fs from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { makeHome, startDaemon } from '../support/daemon.ts';

/** Nothing trades by itself, so that every sum is this test's own. */
const CONFIG = JSON.stringify({ bot: { initialState: 'stopped' }, exits: { stopLoss: null, takeProfit: [] } });

test('a trade deleted with its waiting order is deleted after SIGKILL, with the same balances', async () => {
  const home = makeHome();
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }));
  const first = await startDaemon({ home, config: CONFIG });
  onTestFinished(() => void first.stop());
  await expect.poll(() => first.client.call('markets.ticker', { pair: 'BTC/USDT' }).catch(() => null)).not.toBeNull();
  const { tradeId } = await first.client.call('positions.open', { pair: 'BTC/USDT', stake: '500' });
  const id = tradeId ?? '';
  await expect.poll(async () => (await first.client.call('trades.get', { id })).state).toBe('open');
  const { amount } = await first.client.call('trades.get', { id });
  await first.client.call('orders.place', { pair: 'BTC/USDT', side: 'sell', type: 'limit', amount, price: '10000000' });
  const asked = await runCli(['trade', 'delete', id], { home });
  expect(asked.code).toBe(4);
  const done = await runCli(['trade', 'delete', id, '--yes', '--json'], { home });
  expect(JSON.parse(done.stdout)).toMatchObject({ trade: { id, state: 'deleted' }, orders: [{ state: 'cancelled' }], left: { currency: 'BTC', amount } });
  const balances = (await first.client.call('balances.list', {})).items.map(({ currency, total }) => ({ currency, total }));
  await first.kill();
  const second = await startDaemon({ home });
  onTestFinished(() => void second.stop());
  const { client } = second;
  expect((await client.call('balances.list', {})).items).toMatchObject(balances);
  expect((await client.call('trades.list', {})).items).toEqual([]);
  expect(await client.call('trades.get', { id })).toMatchObject({ state: 'deleted', orders: [{ state: 'filled' }, { state: 'cancelled' }] });
  expect((await client.call('bot.status', {})).state).toBe('stopped');
  const { items } = await client.call('audit.query', { method: 'trades.delete' });
  expect(items.map(({ outcome }) => outcome)).toContain('done');
  expect((await runCli(['trade', 'restore', id], { home })).stdout).toContain('open');
  expect((await client.call('positions.list', {})).items).toMatchObject([{ tradeId: id, amount }]);
});
