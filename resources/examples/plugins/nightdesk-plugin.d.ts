// biome-ignore lint/suspicious/noExplicitAny: the plugin's own schema, or the contract, says what it is
export type Given = any;

/** JSON Schema of an object; `type` and `additionalProperties: false` are understood. */
export interface ObjectSchema {
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

/** What a plugin's file exports as its default. Its name is the file's. */
export interface Plugin {
  /** Called as `plugin.<file>.<name>`; names are small letters, digits and `_`. */
  readonly methods?: Readonly<Record<string, Method>>;
  /** A kind of channel, called like the file. */
  readonly channel?: Channel;
  /** A strategy, called like the file. */
  readonly strategy?: Strategy;
}

export interface Method {
  readonly summary: string;
  readonly description?: string;
  /** Least role that may call it; `operator` when absent. */
  readonly role?: 'viewer' | 'trader' | 'operator' | 'owner';
  /** Changes something: calls are written to the audit log. */
  readonly mutates?: boolean;
  readonly params?: ObjectSchema;
  readonly example?: Readonly<Record<string, unknown>>;
  /** The answer must be JSON. A throw, or no answer in time, stops the plugin; say no by `desk.refuse`. */
  run(params: Given, desk: Desk): unknown;
}

export interface Desk {
  /** Calls a method of the daemon that a viewer may call; `nightdesk call --help` lists them. */
  call(method: string, params?: object): Promise<Given>;
  /** Refuses the call with a reason for the caller. */
  refuse(message: string, details?: { field?: string; hint?: string }): never;
}

export interface Channel {
  readonly title: string;
  readonly description: string;
  readonly settings?: ObjectSchema;
  readonly secrets?: ReadonlyArray<{ readonly name: string; readonly description: string; readonly required?: boolean }>;
  /** Sends one message; calls for one channel never overlap. A throw counts as an answer lost: it is sent again under the same `id`. */
  send(delivery: Delivery, context: SendContext): Promise<Outcome | undefined>;
}

export interface Delivery {
  /** The same through all attempts. */
  readonly id: string;
  readonly attempt: number;
  readonly silent: boolean;
  /** `text` is ready to be shown; `data` is as the topic has it. `seq` is null in a test. */
  readonly event: {
    readonly topic: string;
    readonly seq: number | null;
    readonly ts: number;
    readonly level: 'debug' | 'info' | 'warning' | 'error';
    readonly text: string;
    readonly data: Given;
  };
}

export interface SendContext {
  readonly settings: Given;
  /** Those not set are empty. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Aborted when the channel's time limit is over. */
  readonly signal: AbortSignal;
}

export type Outcome =
  | { readonly outcome: 'delivered'; readonly providerId?: string; readonly detail?: string }
  /** May go well later. `reached: false` when the other side never saw it: then it is tried without end. */
  | { readonly outcome: 'retry'; readonly error: string; readonly remedy?: string; readonly retryAfterMs?: number; readonly reached?: boolean }
  /** This message will never be taken. */
  | { readonly outcome: 'dead'; readonly error: string; readonly remedy?: string }
  /** Nothing will pass until somebody acts. */
  | { readonly outcome: 'park'; readonly error: string; readonly remedy: string };

export interface Strategy {
  readonly title: string;
  readonly description: string;
  readonly params?: ObjectSchema;
  /** Candles needed until the figures no longer depend on where they began. */
  warmup(params: Given): number;
  create(params: Given): StrategyRun;
}

/** One pair's state. No clock, no network, no chance: the same candles must give the same decisions. */
export interface StrategyRun {
  /** Called once for each closed candle, in order. The desk stands still meanwhile; a throw or a late answer stops the plugin. */
  onCandle(context: StrategyContext): readonly Intent[];
}

export interface StrategyContext {
  readonly pair: string;
  readonly bar: { readonly ts: number; readonly open: number; readonly high: number; readonly low: number; readonly close: number; readonly volume: number };
  /** What is decided on past candles is not carried out. */
  readonly warmingUp: boolean;
  readonly trades: ReadonlyArray<{
    readonly id: string;
    readonly tag: string | null;
    readonly amount: number;
    readonly entryPrice: number;
    readonly openedAt: number;
    readonly profitRatio: number;
  }>;
  readonly orders: ReadonlyArray<{
    readonly id: string;
    readonly tag: string | null;
    readonly side: 'buy' | 'sell';
    readonly price: number;
    readonly purpose: 'entry' | 'exit';
    readonly tradeId: string | null;
  }>;
}

export type Intent =
  | { readonly kind: 'enter'; readonly tag: string; readonly price?: number; readonly share?: number }
  | { readonly kind: 'exit'; readonly tradeId: string; readonly reason: string; readonly price?: number }
  | { readonly kind: 'cancel'; readonly orderId: string }
  | { readonly kind: 'message'; readonly text: string };
