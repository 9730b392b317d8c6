import { z } from 'zod';
import { fillTemplate, parseTemplate } from '../../protocol/texts/template.ts';
import { nearest } from '../../rpc/nearest.ts';
import { CATALOGUES, LANGUAGES, type TextKey, topicOf } from '../texts/catalogue.ts';
import { writePlain } from '../texts/format.ts';
import { placeholdersOf } from '../texts/placeholders.ts';
import { templateProblem } from '../texts/settings.ts';
import type { WordedEvent } from '../texts/worded.ts';
import { FREQTRADE_FIELDS, type FreqtradeMessage, freqtradeText } from './freqtrade.ts';

/** A body with templates for values, at any depth. */
export type Body = string | readonly Body[] | { readonly [name: string]: Body };
export const Body: z.ZodType<Body> = z.lazy(() => z.union([z.string(), z.array(Body), z.record(z.string(), Body)]));

export type PayloadStyle = 'nightdesk' | 'freqtrade';

/** In Freqtrade's messages brackets are brackets. */
const AS_PYTHON = { parts: false };

/** Topics a body may be given for, the test message too. */
const TOPIC_KEYS = [...new Set((Object.keys(CATALOGUES[LANGUAGES[0]].topics) as TextKey[]).map(topicOf))];

/** Says where a set of bodies can't be used, and why. */
export function bodyProblems(bodies: Readonly<Record<string, Body>>, style: PayloadStyle): Array<{ path: Array<string | number>; message: string }> {
  const keys: readonly string[] = style === 'freqtrade' ? Object.keys(FREQTRADE_FIELDS) : TOPIC_KEYS;
  return Object.entries(bodies).flatMap(([key, body]) => {
    if (!keys.includes(key)) {
      const meant = nearest(key, keys);
      return [{ path: [key], message: `there is no type "${key}"${meant ? `; did you mean ${meant}?` : ''} Known: ${keys.join(', ')}` }];
    }
    const names = style === 'freqtrade' ? (FREQTRADE_FIELDS[key] ?? []) : namesFor(key as never);
    return problemsIn(body, [key], names, style === 'freqtrade' ? AS_PYTHON : undefined);
  });
}

/** `message` is the text a person would read. */
const namesFor = (topic: ReturnType<typeof topicOf>): string[] => ['message', ...placeholdersOf(topic).names];

function problemsIn(body: Body, path: Array<string | number>, names: readonly string[], options?: { parts: boolean }): ReturnType<typeof bodyProblems> {
  if (typeof body === 'string') {
    const message = templateProblem(body, names, options);
    return message === undefined ? [] : [{ path, message }];
  }
  return Object.entries(body).flatMap(([name, inner]) => problemsIn(inner, [...path, Array.isArray(body) ? Number(name) : name], names, options));
}

/** A body for an event, its templates filled in. Values are written for programs: plain decimals, ISO 8601. */
export function fillBody(body: Body, event: WordedEvent): Body {
  const placeholders = placeholdersOf(event.topic);
  return mapped(body, (template) =>
    fillTemplate(parseTemplate(template), ({ name, spec }) => {
      if (name === 'message') return event.text;
      const value = placeholders.read(event, name);
      return value && writePlain(value, spec);
    }),
  );
}

/** The same from a message of Freqtrade's. */
export const fillFreqtradeBody = (body: Body, message: FreqtradeMessage): Body =>
  mapped(body, (template) => fillTemplate(parseTemplate(template, AS_PYTHON), ({ name, spec }) => freqtradeText(message[name], spec)));

function mapped(body: Body, fill: (template: string) => string): Body {
  if (typeof body === 'string') return fill(body);
  if (Array.isArray(body)) return body.map((inner: Body) => mapped(inner, fill));
  return Object.fromEntries(Object.entries(body).map(([name, inner]) => [name, mapped(inner, fill)]));
}
