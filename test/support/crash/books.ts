import Big from 'big.js';
import type { DaemonClient } from '../../../daemon/client/client.ts';
import type { Fill, Order } from '../../../daemon/protocol/schemas/trading.ts';

/** What is wrong with the books of an account, recomputed from every fill: nothing, if they balance exactly. */
export async function bookFaults(client: DaemonClient, account: string, startBalance: string): Promise<string[]> {
  const orders = await everyOrder(client, account);
  const { items, stakeCurrency } = await client.call('balances.list', { account });
  const expected = new Map<string, Big>([[stakeCurrency, new Big(startBalance)]]);
  const add = (currency: string, amount: Big) => expected.set(currency, (expected.get(currency) ?? new Big(0)).plus(amount));
  const faults: string[] = [];
  for (const order of orders) {
    const [base = '', quote = ''] = order.pair.split('/');
    const sign = order.side === 'buy' ? 1 : -1;
    let filled = new Big(0);
    for (const fill of order.fills) {
      filled = filled.plus(fill.amount);
      add(base, new Big(fill.amount).times(sign));
      add(quote, new Big(fill.price).times(fill.amount).times(-sign));
      add(fill.feeCurrency, new Big(fill.fee).times(-1));
    }
    if (!filled.eq(order.filled)) faults.push(`order ${order.id} says ${order.filled} filled, its fills add up to ${filled}`);
    if (filled.gt(order.amount)) faults.push(`order ${order.id} over ${order.amount} was filled to ${filled}`);
  }
  const held = new Map(items.map((item) => [item.currency, new Big(item.total)]));
  for (const currency of new Set([...expected.keys(), ...held.keys()])) {
    const [is, should] = [held.get(currency) ?? new Big(0), expected.get(currency) ?? new Big(0)];
    if (!is.eq(should)) faults.push(`${account} holds ${is} ${currency}, its fills say ${should}`);
  }
  const ids = orders.map((order) => order.clientOrderId);
  if (new Set(ids).size !== ids.length) faults.push('an order stands twice');
  return faults;
}

async function everyOrder(client: DaemonClient, account: string): Promise<Array<Order & { fills: Fill[] }>> {
  const found: Array<Order & { fills: Fill[] }> = [];
  let cursor: string | undefined;
  do {
    const page = await client.call('orders.list', { account, limit: 1000, cursor });
    for (const { id } of page.items) found.push(await client.call('orders.get', { id }));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}
