import type { Topic } from '../protocol/index.ts';

/** An event with its data as JSON text, so that it is serialised once however many read it. */
export interface StoredEvent {
  /** Undefined on live-only topics. */
  readonly seq: number | undefined;
  /** UTC milliseconds. */
  readonly ts: number;
  readonly topic: Topic;
  readonly json: string;
  /** The event as the `params` of a JSON-RPC notification. */
  readonly text: string;
  /** Of events with the same key only the newest is worth anything. */
  readonly key?: string | undefined;
}

export function eventOf(seq: number | undefined, ts: number, topic: Topic, json: string, about?: string): StoredEvent {
  const head = seq === undefined ? '{' : `{"seq":${seq},`;
  const text = `${head}"ts":${ts},"topic":"${topic}","data":${json}}`;
  return about === undefined ? { seq, ts, topic, json, text } : { seq, ts, topic, json, text, key: `${topic} ${about}` };
}
