import type { Reported } from '../../protocol/texts/tell.ts';
import { fillTemplate, parseTemplate, type Template } from '../../protocol/texts/template.ts';
import { TOPICS } from '../../protocol/topics.ts';
import type { ChannelEvent } from '../event.ts';
import { CATALOGUES, formatterFor, textKeyOf } from './catalogue.ts';
import { FIGURES } from './figures.ts';
import type { Formatter } from './format.ts';
import { placeholdersOf } from './placeholders.ts';
import type { WordingSettings } from './settings.ts';
import { toldIn } from './told.ts';

/** A figure of an event, such as `Profit` and `+12.5 USDT (+1.23%)`. */
export interface Figure {
  readonly label: string;
  readonly value: string;
}

/** An event in the words of a channel's language. */
export interface WordedEvent extends ChannelEvent {
  /** Short form: one line, or what an operator's own template makes. */
  readonly text: string;
  /** What the long form tells beside the short one; none when an operator worded the topic. */
  readonly figures: readonly Figure[];
}

/** The desk's own book; events of others name theirs. */
const DESK = 'paper';

const parsed = new Map<string, Template>();

/** The templates of a configuration are few, and each is filled a thousand times. */
function templateOf(text: string): Template {
  const template = parsed.get(text) ?? parseTemplate(text);
  if (parsed.size > 1000) parsed.clear();
  parsed.set(text, template);
  return template;
}

/** Puts an event into words. An event of an older daemon may lack what a text names; that part is then left out. */
export function worded(event: ChannelEvent, { language, timeZone, templates }: WordingSettings): WordedEvent {
  const { topic, data, account } = event;
  const catalogue = CATALOGUES[language];
  const key = textKeyOf(topic, data);
  const own = templates[key] ?? templates[topic];
  const usual: string | undefined = catalogue.topics[key];
  const formatter = formatterFor(language, timeZone);
  const fill = filler(
    event,
    formatter,
    wordsFor(event.data, (coded) => toldIn(language, formatter, coded)),
  );
  const summary = topic === 'test' ? topic : TOPICS[topic]?.summary;
  const text = fill(own ?? usual ?? summary ?? topic);
  const figures = own !== undefined || topic === 'test' ? [] : (FIGURES[topic] ?? []);
  return {
    ...event,
    text: account !== null && account !== DESK ? `[${account}] ${text}` : text,
    figures: figures.flatMap(([label, template]) => {
      const value = fill(`[${template}]`);
      return value ? [{ label: catalogue.labels[label], value }] : [];
    }),
  };
}

/** What is told by a code, in the place of the English words: the event itself, or why it is so. */
function wordsFor(data: ChannelEvent['data'], told: (coded: Reported) => ReturnType<typeof toldIn>): Readonly<Record<string, string | undefined>> {
  if (data.code !== undefined) return told(data);
  const why = data.cause ? told(data.cause) : {};
  const lock = data.lock as { readonly cause?: Reported } | undefined;
  return { reason: why.text, remedy: why.remedy, 'lock.reason': lock?.cause && told(lock.cause).text };
}

function filler(event: ChannelEvent, formatter: Formatter, said: Readonly<Record<string, string | undefined>>): (template: string) => string {
  const placeholders = placeholdersOf(event.topic);
  return (template) =>
    fillTemplate(templateOf(template), ({ name, spec }) => {
      if (said[name] !== undefined) return said[name];
      const value = placeholders.read(event, name);
      return value && formatter.write(value, spec);
    });
}

/** Long form: the text, and a line for each figure. */
export const longText = ({ text, figures }: Pick<WordedEvent, 'text' | 'figures'>): string =>
  [text, ...figures.map(({ label, value }) => `${label}: ${value}`)].join('\n');
