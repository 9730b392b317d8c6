import type { WordedEvent } from '../texts/worded.ts';
import { type Body, fillBody, fillFreqtradeBody } from './bodies.ts';
import { freqtradeJson, freqtradeMessage, freqtradeText } from './freqtrade.ts';
import type { WebhookSettings } from './settings.ts';

type Format = WebhookSettings['format'];

const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  raw: 'text/plain; charset=utf-8',
};

/**
 * What is posted for an event; undefined when it has no message. A body that is no JSON has its media type in a line
 * before it, so that what is queued goes out as it was meant, whatever the settings become.
 */
export function payloadOf(event: WordedEvent, settings: Pick<WebhookSettings, 'format' | 'payload' | 'bodies'>): string | undefined {
  const content = settings.payload === 'freqtrade' ? freqtradeContent(event, settings.bodies) : ownContent(event, settings.bodies);
  if (content === undefined) return undefined;
  const body = encode(content, event, settings.format);
  return settings.format === 'json' ? body : `${MEDIA_TYPES[settings.format]}\n${body}`;
}

/** Splits what `payloadOf` made. */
export function splitPayload(message: string): { mediaType: string; body: string } {
  const end = message.indexOf('\n');
  const head = message.slice(0, Math.max(0, end));
  const known = Object.values(MEDIA_TYPES).includes(head);
  return known ? { mediaType: head, body: message.slice(end + 1) } : { mediaType: MEDIA_TYPES.json, body: message };
}

type Content = Body | Readonly<Record<string, unknown>>;

function ownContent(event: WordedEvent, bodies: WebhookSettings['bodies']): Content {
  const own = bodies[event.topic];
  if (own !== undefined) return fillBody(own, event);
  const { topic, ts, data, seq, account, text } = event;
  return { type: topic, timestamp: new Date(ts).toISOString(), data, seq, ...(account !== null && { account }), text };
}

/** Like Freqtrade's `status`, its body serves the types that are said in words and have none of their own. */
const IN_WORDS = ['startup', 'warning', 'exception'];

function freqtradeContent(event: WordedEvent, bodies: WebhookSettings['bodies']): Content | undefined {
  const message = freqtradeMessage(event);
  if (!message) return undefined;
  const type = freqtradeText(message.type, '');
  const own = bodies[type] ?? (IN_WORDS.includes(type) ? bodies.status : undefined);
  return own === undefined ? freqtradeJson(message) : fillFreqtradeBody(own, message);
}

function encode(content: Content, event: WordedEvent, format: Format): string {
  if (format === 'json') return JSON.stringify(content);
  if (format === 'form') return new URLSearchParams(fieldsOf(content)).toString();
  if (typeof content === 'string') return content;
  // As in Freqtrade: what is posted raw is the member `data` of a body.
  const { data } = content as Readonly<Record<string, unknown>>;
  return typeof data === 'string' ? data : event.text;
}

/** Forms are flat: what is not a text goes into its field as JSON. */
function fieldsOf(content: Content): Record<string, string> {
  if (typeof content === 'string') return { data: content };
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
}
