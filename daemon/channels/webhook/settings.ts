import { z } from 'zod';
import { nodeHttp } from '../http/node-http.ts';
import { Body, bodyProblems } from './bodies.ts';

/** Set by the channel itself, or by HTTP. */
const RESERVED = new Set(['host', 'content-length', 'content-type', 'transfer-encoding', 'connection', 'webhook-id', 'webhook-timestamp', 'webhook-signature']);
/** Values of these are credentials, and credentials belong in the vault. */
const SECRET = new Set(['authorization', 'proxy-authorization', 'cookie', 'x-api-key', 'api-key', 'x-auth-token']);

const WebhookUrl = z.string().superRefine((text, context) => {
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  if (!URL.canParse(text)) return refuse('expected a URL such as https://example.org/hook');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse(`expected http:// or https://, found ${url.protocol}//`);
  if (url.username || url.password)
    refuse('a user name or password in the URL would stand in the configuration; use the secret "header", as in "Authorization: Basic …"');
});

const Headers = z.record(z.string(), z.string()).superRefine((headers, context) => {
  for (const [name, value] of Object.entries(headers)) {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message, path: [name] });
    if (RESERVED.has(name.toLowerCase())) refuse('this header is set by the channel');
    else if (SECRET.has(name.toLowerCase())) refuse('a credential would stand in the configuration; use the secret "header"');
    else headerFault(name, value, refuse);
  }
});

function headerFault(name: string, value: string, refuse: (message: string) => void): void {
  try {
    nodeHttp().validateHeaderName(name);
    nodeHttp().validateHeaderValue(name, value);
  } catch {
    refuse('not a valid HTTP header');
  }
}

const Target = z.strictObject({
  url: WebhookUrl.meta({ title: 'URL', description: 'Where messages are posted' }),
  headers: Headers.default({}).meta({ title: 'Headers', description: 'Sent along to this target alone' }),
});

/** The target that `url` is. */
export const MAIN_TARGET = 'url';

const TargetName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'small letters, digits and -, a letter first')
  .refine((name) => name !== MAIN_TARGET, 'is the name of the main URL');

export const WebhookSettings = z
  .strictObject({
    url: WebhookUrl.meta({
      title: 'URL',
      description: 'Where messages are posted; http or https, also in the private network. Redirects are not followed',
      examples: ['https://example.org/hook'],
    }),
    headers: Headers.default({}).meta({ title: 'Headers', description: 'Sent along; for one with a credential use the secret "header"' }),
    targets: z
      .record(TargetName, Target)
      .default({})
      .meta({ title: 'Further targets', description: 'Other URLs by a name; each gets every message in order, whatever becomes of the others' }),
    format: z
      .enum(['json', 'form', 'raw'])
      .default('json')
      .meta({ title: 'Format', description: '`form` posts flat fields, `raw` the text alone, or the member `data` of an own body' }),
    payload: z
      .enum(['nightdesk', 'freqtrade'])
      .default('nightdesk')
      .meta({ title: 'Payload', description: '`freqtrade` posts the messages of Freqtrade with their field names, and only what Freqtrade has messages for' }),
    bodies: z
      .record(z.string(), Body)
      .default({})
      .meta({
        title: 'Own bodies',
        description: "Body by topic, or by Freqtrade's type, instead of the usual one, with placeholders as in {pair} or {limit:.2f}",
        examples: [{ 'trade.exit_fill': { title: '{pair}', value: '{profit:.2f}' } }],
      }),
    encrypted: z.boolean().default(false).meta({ title: 'Encrypted', description: 'Post each body as a JWE (RFC 7516), under the secret "encryptionKey"' }),
  })
  .superRefine(({ bodies, payload }, context) => {
    for (const { path, message } of bodyProblems(bodies, payload)) context.addIssue({ code: 'custom', path: ['bodies', ...path], message });
  });
export type WebhookSettings = z.output<typeof WebhookSettings>;

/**
 * Splits the secret `header`, written `Name: value`.
 *
 * @throws TypeError saying what was expected; never holds the value
 */
export function parseHeader(line: string): [name: string, value: string] {
  const [, name, value] = /^([^:\s]+):\s*(\S.*?)\s*$/.exec(line) ?? [];
  if (!name || !value) throw new TypeError('expected "Name: value"');
  if (RESERVED.has(name.toLowerCase())) throw new TypeError(`${name} is set by the channel`);
  headerFault(name, value, (message) => {
    throw new TypeError(message);
  });
  return [name, value];
}
