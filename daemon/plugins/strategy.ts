import { z } from 'zod';
import type { Intent, Strategy, StrategyContext, StrategyRun } from '../strategies/strategy.ts';
import { type Manifest, objectSchema } from './manifest.ts';
import type { PluginThread } from './thread.ts';

const Price = z.number().positive();
const Name = z.string().min(1).max(64);

const Intents = z
  .array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('enter'), tag: Name, price: Price.optional(), share: z.number().positive().max(1).optional() }),
      z.strictObject({ kind: z.literal('exit'), tradeId: z.string(), reason: Name, price: Price.optional() }),
      z.strictObject({ kind: z.literal('cancel'), orderId: z.string() }),
      z.strictObject({ kind: z.literal('message'), text: z.string().max(1000) }),
    ]),
  )
  .max(100);
const Warmup = z.int().min(0).max(20_000);
const NOTHING: readonly Intent[] = [];

let count = 0;

/** A strategy whose state lives in the plugin's thread. */
export function pluginStrategy(name: string, { title, description, params }: NonNullable<Manifest['strategy']>, thread: PluginThread): Strategy {
  const forgotten = new FinalizationRegistry<number>((run) => thread.drop(run));
  return {
    id: name,
    title,
    description,
    params: objectSchema(params, 'strategy.params'),
    warmup: (given) => checked(Warmup, thread.askNow({ op: 'warmup', params: given }), thread, 'strategy.warmup'),
    create: (given) => {
      const made = new PluginRun(thread, ++count, given);
      forgotten.register(made, count);
      return made;
    },
  };
}

class PluginRun implements StrategyRun {
  readonly #thread: PluginThread;
  readonly #id: number;

  constructor(thread: PluginThread, id: number, params: unknown) {
    this.#thread = thread;
    this.#id = id;
    thread.askNow({ op: 'create', run: id, params });
  }

  onCandle(context: StrategyContext): readonly Intent[] {
    const answer = this.#thread.askNow({ op: 'candle', run: this.#id, context });
    if (Array.isArray(answer) && answer.length === 0) return NOTHING;
    return checked(Intents, answer, this.#thread, 'onCandle') as readonly Intent[];
  }
}

/** What breaks the contract ends the plugin like a throw. */
function checked<T extends z.ZodType>(schema: T, value: unknown, thread: PluginThread, what: string): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const problem = `${what} answered what it must not: ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')}`;
  thread.fail(problem);
  throw new Error(problem);
}
