import fs from 'node:fs';
import path from 'node:path';
import { alternate, type Figure } from '../lib/figures.ts';
import { LineClient } from '../lib/line-client.ts';
import { end, scratch, startServer } from '../lib/processes.ts';

const SUBSCRIBE = `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'events.subscribe', params: { topics: ['notify.message'] } })}\n`;
const ROUNDS = 5;
/** Events a round, by the number of subscribers: about the same bytes in all. */
const EVENTS: Record<number, number> = { 1: 60_000, 10: 20_000, 100: 4_000 };

/** Events written down durably and handed to subscribers, against the same lines written bare to the same number of sockets. */
export async function events(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const subscribers of [1, 10, 100]) figures.push(await fanOut(subscribers, EVENTS[subscribers] ?? 0));
  return figures;
}

async function fanOut(subscribers: number, count: number): Promise<Figure> {
  const dir = scratch();
  const ours = await station('fanout', path.join(dir, 'ours.sock'), subscribers, true);
  const bare = await station('bare-writer', path.join(dir, 'bare.sock'), subscribers, false);
  const taken = await alternate(ROUNDS, { ours: () => ours.rate(count), baseline: () => bare.rate(count) });
  await ours.close();
  await bare.close();
  fs.rmSync(dir, { recursive: true, force: true });
  return {
    name: `journalled events to ${subscribers} subscriber${subscribers === 1 ? '' : 's'}`,
    unit: 'events/s',
    ...taken,
    against: 'same bytes written bare',
    goal: { atLeast: 0.5 },
  };
}

async function station(server: string, address: string, subscribers: number, subscribe: boolean) {
  const child = await startServer(server, [address]);
  const clients = await Promise.all(Array.from({ length: subscribers }, () => LineClient.connect(address)));
  if (subscribe) {
    await Promise.all(
      clients.map((client) => {
        const answered = client.drain(1);
        client.socket.write(SUBSCRIBE);
        return answered;
      }),
    );
  }
  return {
    /** Events a second until the last client has the last line. */
    rate: async (count: number) => {
      const started = performance.now();
      const done = Promise.all(clients.map((client) => client.drain(count)));
      child.stdin?.write(`${count}\n`);
      await done;
      return (count / (performance.now() - started)) * 1000;
    },
    close: async () => {
      for (const client of clients) client.close();
      await end(child);
    },
  };
}
