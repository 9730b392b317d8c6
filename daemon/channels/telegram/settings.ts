import { z } from 'zod';
import { COMMANDS, commandNamed } from './commands/index.ts';
import { readTarget } from './target.ts';

const ApiRoot = z.string().superRefine((text, context) => {
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  if (!URL.canParse(text)) return refuse('expected a URL such as https://api.telegram.org');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse(`expected http:// or https://, found ${url.protocol}//`);
  if (url.username || url.password || url.search) refuse('expected only scheme, host, port and path');
});

const Target = z
  .string()
  .refine((text) => readTarget(text) !== undefined, 'expected a chat such as "-1001234567890", "-1001234567890:5" for a topic of it, or "@name"');

/** A button that types a command; one that needs arguments could only fail. */
const KeyboardCommand = z.string().superRefine((text, context) => {
  const [word = '', ...args] = text.trim().split(/\s+/);
  const command = text.startsWith('/') ? commandNamed(word.slice(1)) : undefined;
  const known = () =>
    `known: ${COMMANDS.filter((one) => !one.needsArgs)
      .map((one) => `/${one.name}`)
      .join(' ')}`;
  if (!command) context.addIssue({ code: 'custom', message: `"${text}" is no command; ${known()}` });
  else if (command.needsArgs && args.length === 0) context.addIssue({ code: 'custom', message: `/${command.name} needs arguments; write them behind it` });
});

const DEFAULT_KEYBOARD = [
  ['/home', '/status', '/profit'],
  ['/balance', '/daily', '/performance'],
  ['/pause', '/stop', '/help'],
];

export const TelegramSettings = z.strictObject({
  chats: z
    .array(Target)
    .default([])
    .meta({
      title: 'Chats that only listen',
      description: 'Beside the linked ones: numbers of chats, "-100…:5" for a topic, "@name" for a public channel. They are told, and may not ask',
      examples: [['-1001234567890']],
    }),
  commands: z.boolean().default(true).meta({ title: 'Take commands', description: 'Off: it tells, and never listens' }),
  keyboard: z.array(z.array(KeyboardCommand).min(1).max(8)).max(20).default(DEFAULT_KEYBOARD).meta({
    title: 'Keyboard',
    description: 'Rows of commands below the field where one writes; an empty list shows none',
  }),
  refreshButtons: z.boolean().default(true).meta({ title: 'Refresh buttons', description: 'A button under lists that brings them up to date in place' }),
  apiRoot: ApiRoot.default('https://api.telegram.org').meta({ title: 'Bot API', description: 'Server of the Bot API; another one when you run your own' }),
  chatIntervalMs: z.int().min(0).max(60_000).default(1000).meta({
    title: 'Pace',
    description: 'Milliseconds between two messages to one chat, threefold for groups; Telegram asks for one a second, and 20 a minute in a group',
  }),
  pollSeconds: z.int().min(1).max(50).default(25).meta({ title: 'Long poll', description: 'Seconds one question for new commands stays open' }),
});
export type TelegramSettings = z.output<typeof TelegramSettings>;
