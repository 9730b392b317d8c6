import { RpcError } from '../../protocol/errors.ts';
import { TOPICS } from '../../protocol/topics.ts';
import { nearest } from '../../rpc/nearest.ts';
import { CATALOGUES, type Language, type TextKey, topicOf } from './catalogue.ts';
import { leavesOf } from './leaves.ts';
import { placeholdersOf } from './placeholders.ts';
import { TimeZone, templateProblem, type WordingSettings } from './settings.ts';
import { worded } from './worded.ts';

type Kind = ReturnType<typeof leavesOf> extends Map<string, infer K> ? K : never;

/** What fields hold in a preview, by the last part of their path. */
const EXAMPLES: Readonly<Record<string, unknown>> = {
  pair: 'BTC/USDT',
  account: 'paper',
  strategy: 'ema-cross',
  side: 'buy',
  type: 'limit',
  price: '68012.44',
  average: '68012.44',
  openRate: '68012.44',
  closeRate: '69372.69',
  stopPrice: '64611.82',
  amount: '0.0145',
  filled: '0.0145',
  stake: '986.18',
  cost: '986.18',
  fee: '0.99',
  fees: '1.98',
  feeCurrency: 'USDT',
  currency: 'USDT',
  unit: 'USDT',
  profit: '17.74',
  profitRatio: 0.018,
  exitReason: 'take_profit',
  entryTag: 'cross up',
  tag: 'cross up',
  id: 't_7',
  tradeId: 't_7',
  who: 'ada',
  timeframe: '5m',
  state: 'running',
  channel: 'ops',
  source: 'engine',
};

/** An hour, as a time that something lasted. */
const HOUR_MS = 3_600_000;

function exampleOf(path: string, kind: Kind, now: number): unknown {
  const name = path.split('.').at(-1) ?? path;
  if (kind === 'time') return name === 'openedAt' || name === 'since' || name === 'from' ? now - 2 * HOUR_MS : now;
  if (kind === 'duration') return HOUR_MS;
  if (name in EXAMPLES) return EXAMPLES[name];
  if (kind === 'number') return '12.5';
  if (kind === 'list') return ['BTC/USDT', 'ETH/USDT'];
  return name;
}

/** An event that has something in every field of its topic. */
function exampleData(topic: ReturnType<typeof topicOf>, now: number): Record<string, unknown> {
  if (topic === 'test') return { channel: EXAMPLES.channel };
  const data: Record<string, unknown> = {};
  for (const [path, kind] of leavesOf(TOPICS[topic].data)) {
    const names = path.split('.');
    const last = names.pop() ?? path;
    let at = data;
    for (const name of names) {
      at[name] ??= {};
      at = at[name] as Record<string, unknown>;
    }
    at[last] = exampleOf(path, kind, now);
  }
  return data;
}

/**
 * What a template makes of an example of its event.
 *
 * @param template the usual text of the key when absent
 * @param now UTC milliseconds, the time of the example
 * @throws RpcError `invalid` naming the field, and the placeholder that there is not
 */
export function previewOf(
  { key, template, language = 'en', timeZone = 'UTC' }: { key: string; template?: string; language?: string; timeZone?: string },
  now: number,
): string {
  const keys = Object.keys(CATALOGUES.en.topics);
  if (!keys.includes(key)) {
    const meant = nearest(key, keys);
    throw new RpcError('invalid', `key: there is no text called "${key}"${meant ? `; did you mean ${meant}?` : ''}`, {
      field: 'key',
      hint: 'channels.texts lists them',
    });
  }
  if (!Object.hasOwn(CATALOGUES, language)) throw new RpcError('invalid', `language: there are no texts in "${language}"`, { field: 'language' });
  if (!TimeZone.safeParse(timeZone).success)
    throw new RpcError('invalid', 'timeZone: expected a time zone such as Europe/Zurich or UTC', { field: 'timeZone' });
  const topic = topicOf(key as TextKey);
  const text = template ?? CATALOGUES[language as Language].topics[key as TextKey];
  const problem = text === '' ? 'an empty text tells nothing' : templateProblem(text, placeholdersOf(topic).names);
  if (problem) {
    const [said = '', known] = problem.split(' Known: ');
    throw new RpcError('invalid', `template: ${said}`, { field: 'template', ...(known && { hint: `Known: ${known}` }) });
  }
  const settings: WordingSettings = { language: language as Language, timeZone, templates: { [topic]: text } };
  return worded({ seq: 1, ts: now, topic, data: exampleData(topic, now), account: null, level: 'info' }, settings).text;
}
