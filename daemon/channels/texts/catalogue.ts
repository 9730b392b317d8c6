import { ALL_PAIRS } from '../../protocol/schemas/locks.ts';
import type { JournalledTopic } from '../../protocol/topics.ts';
import { de } from './de.ts';
import { type Catalogue, en } from './en.ts';
import { Formatter } from './format.ts';

/** The languages texts are written in. */
export const CATALOGUES = { en, de } as const satisfies Record<string, Catalogue>;
export type Language = keyof typeof CATALOGUES;
export const LANGUAGES = Object.keys(CATALOGUES) as [Language, ...Language[]];

/** A default text: of a topic, or of one form of it, as in `trade.exit_fill/part`. */
export type TextKey = keyof Catalogue['topics'];
/** The topic a key is about. */
export const topicOf = (key: TextKey): JournalledTopic | 'test' => key.split('/')[0] as JournalledTopic | 'test';

/** The fields that forms depend on; an event of an older daemon may lack them. */
interface Data {
  readonly state?: string;
  readonly lastExit?: string;
  readonly enabled?: boolean;
  readonly reason?: unknown;
  readonly kind?: string;
  readonly unit?: string;
  readonly check?: string;
  readonly forMs?: number;
  readonly late?: boolean;
  readonly order?: { readonly state?: string };
  readonly trade?: { readonly state?: string };
  readonly lock?: { readonly pair?: string };
}

/** A kind of alert of another version is told in the words of the event itself. */
const alertForm = ({ kind, unit }: Data): string | undefined => {
  const form = kind?.startsWith('day_') && unit !== 'percent' ? `${kind}_money` : kind;
  return `alert.fired/${form}` in en.topics ? form : undefined;
};

/** An event of an older daemon lacks what the forms name. */
const healthForm = ({ check, state, forMs }: Data): string | undefined => {
  const form = state === 'ok' ? `${check}_ok` : check;
  return forMs !== undefined && `daemon.health/${form}` in en.topics ? form : undefined;
};

/** Which form of a topic's text an event takes; a topic's own text when none. */
const FORMS: { readonly [topic in JournalledTopic]?: (data: Data) => string | undefined } = {
  'daemon.state': ({ state, lastExit }) => (state === 'stopping' ? 'stopping' : lastExit === 'crash' ? 'crash' : undefined),
  'daemon.health': healthForm,
  'alert.fired': alertForm,
  'channel.digest': ({ reason }) => (reason === 'cap' || reason === 'repeat' ? reason : undefined),
  'lock.set': ({ lock }) => (lock?.pair === ALL_PAIRS ? 'all' : undefined),
  'lock.lifted': ({ lock }) => (lock?.pair === ALL_PAIRS ? 'all' : undefined),
  'performance.period': ({ late }) => (late ? 'late' : undefined),
  'strategy.state': ({ enabled }) => (enabled ? undefined : 'off'),
  'trade.entry_fill': ({ order }) => (order?.state === 'partially_filled' ? 'part' : undefined),
  'trade.exit_fill': ({ trade }) => (trade?.state === 'closed' ? undefined : 'part'),
};

/** The key of the text for an event. */
export function textKeyOf(topic: JournalledTopic | 'test', data: Readonly<Record<string, unknown>>): TextKey {
  const form = topic === 'test' ? undefined : FORMS[topic]?.(data as Data);
  return (form === undefined ? topic : `${topic}/${form}`) as TextKey;
}

const formatters = new Map<string, Formatter>();

/** Writers of values, one for each language and time zone: to make one takes longer than to use it. */
export function formatterFor(language: Language, timeZone: string): Formatter {
  const key = `${language} ${timeZone}`;
  const formatter = formatters.get(key) ?? new Formatter(language, timeZone, CATALOGUES[language].words);
  formatters.set(key, formatter);
  return formatter;
}
