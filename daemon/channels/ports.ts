import type { ChannelsSection } from './config.ts';

/** Time and waiting, so that tests can own both. */
export interface Clock {
  /** UTC milliseconds. */
  now(): number;
  /** Runs `work` after `ms` milliseconds; the function returned calls it off. */
  after(ms: number, work: () => void): () => void;
}

/** Longest wait a timer of Node can hold; more would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: Date.now,
  after(ms, work) {
    const timer = setTimeout(work, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Where the secrets of channels are, as `channels.<id>.<name>`. */
export interface ChannelVault {
  /** @throws RpcError `locked` */
  get(name: string): string | undefined;
  /** Whether it is set; a locked vault knows that too. */
  status(): { readonly items: ReadonlyArray<{ readonly name: string }> };
  delete(name: string): unknown;
  /** Told the name of each secret that was set or deleted, and of all when the vault opens. */
  onChange(listener: (name: string) => void): () => void;
}

/** The part of the configuration store that channels use. */
export interface ChannelConfigStore {
  get(): { readonly channels: ChannelsSection };
  /**
   * Makes all the edits or none; `null` removes a value.
   *
   * @throws RpcError `invalid` or `conflict`
   */
  edit(edits: ReadonlyArray<{ readonly path: string; readonly value: unknown }>, who: string): void;
  onChange(listener: () => void): () => void;
}
