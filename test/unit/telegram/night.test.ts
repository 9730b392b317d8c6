import { expect, test } from 'vitest';
import { type Clock, systemClock } from '../../../daemon/channels/ports.ts';
import { BotApi, type Call, type Fault } from '../../fakes/bot-api.ts';
import { fastClock } from '../../fakes/fast-clock.ts';
import { seeded } from '../../support/random.ts';
import { ADA, GROUP, openBench, PRIVATE } from './support/bench.ts';

const COUNT = 500;
const SEED = 20_261_121;
const ANSWER_LIMIT_S = 300;

/** Number of the event at the end of a message. */
const numberOf = (text: string): number => Number(/#(\d+)$/.exec(text)?.[1]);

test('1,000 alerts through a night without network, floods, failures and lost answers: all arrive, in order in each chat', async () => {
  const random = seeded(SEED);
  let clock: Clock = systemClock;
  const api = await BotApi.open();
  const bench = await openBench({
    api,
    clock: { now: () => clock.now(), after: (ms, run) => clock.after(ms, run) },
    backoff: { baseMs: 1000, maxMs: 60_000 },
    settings: { timeoutSeconds: ANSWER_LIMIT_S },
  });
  await bench.link();
  await bench.link(ADA, GROUP);
  // From now on an hour passes in 0.6 s. No answer comes faster for that, so the limit on them stays long.
  const fast = fastClock(Date.now(), 6000);
  clock = { now: fast.now, after: (ms, run) => fast.after(ms >= ANSWER_LIMIT_S * 1000 ? ms * 300 : ms, run) };
  const lost = new Map<string, number>();
  const note = ({ payload }: Call) => {
    const key = `${payload.chat_id} ${numberOf(String(payload.text).replace(/<\/?i>/g, ''))}`;
    lost.set(key, (lost.get(key) ?? 0) + 1);
  };
  const weather = (call: Call): Fault | undefined => {
    if (call.method !== 'sendMessage') return undefined;
    const dice = random();
    if (dice < 0.03) return { code: 429, description: 'Too Many Requests: retry after 7', parameters: { retry_after: 7 } };
    if (dice < 0.06) return { code: 502, description: 'Bad Gateway' };
    if (dice < 0.08) return { cut: 'before' };
    if (dice < 0.1) {
      note(call);
      return { cut: 'after' };
    }
    return undefined;
  };
  api.fault = weather;
  const numbers = bench.tell(...Array.from({ length: COUNT / 2 }, (_, index) => `evening ${index}`));
  await api.until(() => api.in(PRIVATE.id).length > 50);

  const night = clock.now() + 6 * 3600_000;
  api.fault = () => ({ cut: 'before' });
  numbers.push(...bench.tell(...Array.from({ length: COUNT / 2 }, (_, index) => `night ${index}`)));
  await new Promise<void>((resolve) => fast.after(night - fast.now(), resolve));
  expect(bench.channels.get('phone')).toMatchObject({ state: 'degraded' });
  api.fault = weather;

  const last = numbers.at(-1) ?? 0;
  await api.until(() => [PRIVATE, GROUP].every(({ id }) => api.in(id).some(({ text }) => numberOf(text) === last)));
  for (const { id } of [PRIVATE, GROUP]) {
    const arrived = api
      .in(id)
      .map(({ text }) => numberOf(text))
      .filter((number) => numbers.includes(number));
    expect(arrived.filter((number, index) => number !== arrived[index - 1])).toEqual(numbers);
    const counts = Map.groupBy(arrived, (number) => number);
    const twice = [...counts].filter(([, times]) => times.length > 1).map(([number]) => `${id} ${number}`);
    expect(twice.filter((key) => !lost.has(key))).toEqual([]);
    for (const [number, times] of counts) expect(times.length).toBeLessThanOrEqual(1 + (lost.get(`${id} ${number}`) ?? 0));
  }
  expect(bench.channels.deliveries({ state: 'dead' }).items).toEqual([]);
}, 120_000);
