import fs from 'node:fs';
import path from 'node:path';
import { alternate, type Figure } from '../lib/figures.ts';
import { LineClient } from '../lib/line-client.ts';
import { end, scratch, startServer } from '../lib/processes.ts';
import { type Kind, TOPIC } from '../lib/sample.ts';

const subscription = (kind: Kind) => `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'events.subscribe', params: { topics: [TOPIC[kind]] } })}\n`;
const ROUNDS = 5;
const PORTION = 2000;
/** Events a round, by the number of subscribers: about the same bytes in all. */
const EVENTS: Record<number, number> = { 1: 60_000, 10: 20_000, 100: 4_000 };

/** Events handed to subscribers, live-only ones and durably written ones, against the same lines written bare to as many sockets. */
export async function events(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const kind of ['live', 'journalled'] as const) {
    for (const subscribers of [1, 10, 100]) figures.push(await fanOut(kind, subscribers, EVENTS[subscribers] ?? 0));
  }
  return figures;
}

async function fanOut(kind: Kind, subscribers: number, count: number): Promise<Figure> {
  const dir = scratch();
  const ours = await station('fanout', kind, path.join(dir, 'ours.sock'), subscribers);
  const bare = await station('bare-writer', kind, path.join(dir, 'bare.sock'), subscribers);
  const taken = await alternate(ROUNDS, { ours: () => ours.rate(count), baseline: () => bare.rate(count) });
  await ours.close();
  await bare.close();
  fs.rmSync(dir, { recursive: true, force: true });
  return {
    name: `${kind} events to ${subscribers} subscriber${subscribers === 1 ? '' : 's'}`,
    unit: 'events/s',
    ...taken,
    against: 'same bytes written bare',
    goal: { atLeast: 0.5 },
  };
}

async function station(server: 'fanout' | 'bare-writer', kind: Kind, address: string, subscribers: number) {
  const child = await startServer(server, [address, kind]);
  const clients = await Promise.all(Array.from({ length: subscribers }, () => LineClient.connect(address)));
  if (server === 'fanout') {
    await Promise.all(
      clients.map((client) => {
        const answered = client.drain(1);
        client.socket.write(subscription(kind));
        return answered;
      }),
    );
  }
  return {
    /**
     * Events a second until the last client has the last line. They are asked for in portions that stay below the backlog
     * at which live-only events are skipped for a slow reader.
     */
    rate: async (count: number) => {
      const started = performance.now();
      for (let left = count; left > 0; left -= PORTION) {
        const portion = Math.min(PORTION, left);
        const done = Promise.all(clients.map((client) => client.drain(portion)));
        child.stdin?.write(`${portion}\n`);
        await done;
      }
      return (count / (performance.now() - started)) * 1000;
    },
    close: async () => {
      for (const client of clients) client.close();
      await end(child);
    },
  };
}
