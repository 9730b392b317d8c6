import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, median } from '../lib/figures.ts';
import { end, scratch, startServer, untilLine } from '../lib/processes.ts';
import { PAUSE_MS } from '../lib/sample.ts';

const WARM_UP = 60;
const MESSAGES = 150;

/** How soon channels tell what happened, and that trading does not wait for them. */
export async function channels(): Promise<Figure[]> {
  return [await latency('webhook'), await latency('telegram'), ...(await untouched())];
}

interface Arrival {
  /** Nanoseconds on the clock that all processes of a machine share. */
  readonly at: string;
  readonly path: string;
  readonly body: string;
}

/** From the commit of an event to its arrival, the queue being empty, against a bare POST of the same body to the same server. In turns. */
async function latency(kind: 'webhook' | 'telegram'): Promise<Figure> {
  const dir = scratch();
  const receiver = await startServer('receiver', [kind]);
  const teller = await startServer('teller', [kind, dir, receiver.greeting.split(' ')[1] ?? '']);
  const first = await shoot(teller, receiver, 'ours');
  const { path, body } = first;
  const taken = { ours: [] as number[], baseline: [] as number[] };
  for (let round = 0; round < WARM_UP + MESSAGES; round += 1) {
    for (const [side, command] of [['ours', 'ours'] as const, ['baseline', `bare ${JSON.stringify({ path, body })}`] as const]) {
      const { us } = await shoot(teller, receiver, command);
      if (round >= WARM_UP) taken[side].push(us);
    }
  }
  await end(teller);
  await end(receiver);
  fs.rmSync(dir, { recursive: true, force: true });
  return {
    name: `${kind}, event to arrival`,
    unit: 'µs',
    ours: median(taken.ours),
    baseline: median(taken.baseline),
    against: 'bare POST, same body',
    goal: { atMost: 3 },
  };
}

/** One message, waited for until both sides are done with it. */
async function shoot(teller: ChildProcess, receiver: ChildProcess, command: string): Promise<Arrival & { us: number }> {
  await pause(PAUSE_MS / 2);
  const lines = [untilLine(teller, 'began'), untilLine(receiver, 'arrived'), untilLine(teller, 'settled')] as const;
  teller.stdin?.write(`${command}\n`);
  const [began, arrived] = await Promise.all(lines);
  const arrival = JSON.parse(arrived.slice('arrived '.length)) as Arrival;
  return { ...arrival, us: Number(BigInt(arrival.at) - BigInt(began.split(' ')[1] ?? '')) / 1000 };
}

const CANDLES = 300;

/** From a candle to its order, and how long the event loop is held up, with a channel that hangs or fails against none at all. In turns. */
async function untouched(): Promise<Figure[]> {
  const dir = scratch();
  const receivers = { hanging: await startServer('receiver', ['hanging']), failing: await startServer('receiver', ['failing']) };
  const trader = (name: string, port = '') => {
    fs.mkdirSync(`${dir}/${name}`);
    return startServer('trader', [`${dir}/${name}`, port]);
  };
  const traders = {
    none: await trader('none'),
    hanging: await trader('hanging', receivers.hanging.greeting.split(' ')[1]),
    failing: await trader('failing', receivers.failing.greeting.split(' ')[1]),
  };
  type Name = keyof typeof traders;
  const names = Object.keys(traders) as Name[];
  const ask = async (name: Name, command: string, answer: string) => {
    const line = untilLine(traders[name], answer);
    traders[name].stdin?.write(`${command}\n`);
    return Number((await line).split(' ')[1]);
  };
  const order: Record<Name, number[]> = { none: [], hanging: [], failing: [] };
  for (let round = 0; round < WARM_UP + CANDLES; round += 1) {
    if (round === WARM_UP) await Promise.all(names.map((name) => ask(name, 'delay', 'delay')));
    for (const name of names) {
      const took = await ask(name, 'candle', 'took');
      if (round >= WARM_UP) order[name].push(took);
      await pause(5);
    }
  }
  const delay = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await ask(name, 'delay', 'delay')]))) as Record<Name, number>;
  for (const child of [...Object.values(traders), ...Object.values(receivers)]) await end(child);
  fs.rmSync(dir, { recursive: true, force: true });
  return (['hanging', 'failing'] as const).flatMap((name) => [
    {
      name: `candle to order, channel ${name}`,
      unit: 'µs',
      ours: median(order[name]),
      baseline: median(order.none),
      against: 'no channel',
      goal: { atMost: 1.1 },
    },
    { name: `event loop delay (p99), channel ${name}`, unit: 'ms', ours: delay[name], baseline: delay.none, against: 'no channel' },
  ]);
}
