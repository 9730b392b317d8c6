import { z } from 'zod';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import type { Log } from '../../../daemon/log/log.ts';
import { type ErrorData, type MethodSpec, mutation, query, RpcError } from '../../../daemon/protocol/index.ts';
import { Audit } from '../../../daemon/rpc/audit.ts';
import { Dispatcher } from '../../../daemon/rpc/dispatcher.ts';
import { type Rate, RateLimits } from '../../../daemon/rpc/limits.ts';
import type { AnyHandler } from '../../../daemon/rpc/method-table.ts';
import type { Session } from '../../../daemon/rpc/session.ts';
import { Store } from '../../../daemon/store/store.ts';

const Text = z.strictObject({ text: z.string() });

/** A small contract with one method of each sort. */
const METHODS = {
  'session.hello': query({ summary: 'open to all', public: true, params: z.strictObject({}), result: () => z.unknown(), example: {} }),
  'test.echo': query({
    summary: 'echo',
    params: z.strictObject({ text: z.string(), times: z.int().min(1).max(9).optional() }),
    result: () => Text,
    example: { text: 'a' },
  }),
  'test.slow': query({ summary: 'answers later', params: z.strictObject({ text: z.string() }), result: () => Text, example: { text: 'a' } }),
  'test.list': query({
    summary: 'nested',
    params: z.strictObject({ items: z.array(z.strictObject({ price: z.string() })) }),
    result: () => z.unknown(),
    example: { items: [] },
  }),
  'test.trader': query({ summary: 'for traders', role: 'trader', params: z.strictObject({}), result: () => z.unknown(), example: {} }),
  'test.throw': query({ summary: 'throws', params: z.strictObject({ kind: z.string().optional() }), result: () => z.unknown(), example: {} }),
  'test.liar': query({ summary: 'breaks its contract', params: z.strictObject({}), result: () => Text, example: {} }),
  'test.add': mutation({
    summary: 'adds',
    params: z.strictObject({ by: z.int(), note: z.unknown().optional() }),
    result: () => z.object({ sum: z.int() }),
    example: { by: 1 },
  }),
  'test.addSlowly': mutation({ summary: 'adds later', params: z.strictObject({ by: z.int() }), result: () => z.object({ sum: z.int() }), example: { by: 1 } }),
  'test.fail': mutation({ summary: 'fails', params: z.strictObject({ kind: z.string().optional() }), result: () => z.unknown(), example: {} }),
  'test.flatten': mutation({
    summary: 'dangerous',
    danger: 'Sells all.',
    params: z.strictObject({ by: z.int() }),
    result: () => z.object({ sum: z.int() }),
    example: { by: 1 },
  }),
  'test.panic': mutation({
    summary: 'dangerous at times',
    danger: 'Sells all.',
    dangerWhen: (params) => params.flatten === true,
    params: z.strictObject({ flatten: z.boolean().optional() }),
    result: () => z.unknown(),
    example: {},
  }),
  'test.setSecret': mutation({
    summary: 'takes a secret',
    secretParams: ['value'],
    params: z.strictObject({ name: z.string(), value: z.string() }),
    result: () => z.unknown(),
    example: { name: 'a', value: 'b' },
  }),
  'test.makeSecret': mutation({ summary: 'gives a secret', secretResult: true, params: z.strictObject({}), result: () => z.unknown(), example: {} }),
  'rpc.confirm': query({ summary: 'confirms', cost: 5, params: z.strictObject({ token: z.string() }), result: () => z.unknown(), example: { token: 'cf' } }),
} as const satisfies Record<string, MethodSpec>;

export interface Answer {
  jsonrpc: '2.0';
  id: number | string | null;
  result?: unknown;
  error?: { code: number; message: string; data: ErrorData };
}

export const OWNER: Session = { id: 's1', who: 'local', role: 'owner', via: 'socket' };
export const VIEWER: Session = { id: 's2', who: 'token:v', role: 'viewer', via: 'ws' };
export const OPERATOR: Session = { id: 's3', who: 'token:o', role: 'operator', via: 'ws' };
export const STRANGER: Session = { id: 's4', who: 'stranger at ::1', role: undefined, via: 'ws' };

/** A dispatcher on a real store, with a clock that is set by hand and a counter that its mutations change. */
export function openDesk(options: { store?: Store; rate?: Rate; handlers?: Record<string, AnyHandler>; redact?: (text: string) => string } = {}) {
  const store = options.store ?? new Store(':memory:');
  const bus = new EventBus((_owner, error) => {
    throw error;
  });
  const journal = new Journal(store, bus);
  const clock = { now: 1_800_000_000_000, monotonic: 0 };
  const state = { sum: 0, release: () => {} };
  const logged: Array<{ text: string; data: object | undefined }> = [];
  const note = (text: string, data?: object) => void logged.push({ text, data });
  const log: Log = { debug: note, info: note, warn: note, error: note, child: () => log };
  const held = () => new Promise<void>((resolve) => Object.assign(state, { release: resolve }));
  const add = ({ by }: { by: number }) => {
    state.sum += by;
    return { sum: state.sum };
  };
  const fail = ({ kind }: { kind?: string }) => {
    if (kind === undefined) throw new Error('the secret plan of the daemon');
    throw new RpcError(kind as RpcError['kind'], 'refused on purpose');
  };
  const handlers: Record<string, AnyHandler> = {
    'session.hello': () => ({ ready: true }),
    'test.echo': ({ text, times = 1 }: { text: string; times?: number }) => ({ text: text.repeat(times) }),
    'test.slow': async ({ text }: { text: string }) => {
      await new Promise(setImmediate);
      return { text };
    },
    'test.list': () => null,
    'test.trader': () => null,
    'test.throw': fail,
    'test.liar': () => ({ text: 5 }),
    'test.add': add,
    'test.addSlowly': async (params: { by: number }) => {
      await held();
      return add(params);
    },
    'test.fail': fail,
    'test.flatten': add,
    'test.panic': () => 'halted',
    'test.setSecret': () => 'kept',
    'test.makeSecret': () => ({ token: 'nd_shown_once' }),
    ...options.handlers,
  };
  const audit = new Audit({ store, journal, ...(options.redact && { redact: options.redact }) });
  const dispatcher = new Dispatcher({
    handlers,
    methods: METHODS,
    store,
    audit,
    log,
    limits: new RateLimits({ rate: () => options.rate ?? { perSecond: 1e9, burst: 1e9 }, clock: () => clock.monotonic }),
    now: () => clock.now,
    validateResults: true,
  });
  const receive = async (message: unknown, session = OWNER): Promise<unknown> => {
    const text = await dispatcher.receive(session, message);
    return text === undefined ? undefined : JSON.parse(text);
  };
  const call = async (method: string, params?: unknown, session = OWNER): Promise<Answer> =>
    (await receive({ jsonrpc: '2.0', id: 1, method, ...(params !== undefined && { params }) }, session)) as Answer;
  return { store, journal, bus, audit, dispatcher, clock, state, logged, receive, call };
}
