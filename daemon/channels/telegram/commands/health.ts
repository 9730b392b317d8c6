import { METHODS, type Result } from '../../../protocol/index.ts';
import { html, lines } from '../html.ts';
import type { Command, Message } from './command.ts';

const MARKS = { ok: '✅', degraded: '⚠️', failing: '🛑' } as const;

const health: Command = {
  name: 'health',
  aliases: [],
  usage: '',
  group: 'state',
  role: METHODS['daemon.health'].role,
  refresh: true,
  run: async ({ call, texts }) => healthMessage(texts.titles.health, await call('daemon.health', {})),
};

function healthMessage(title: string, { status, checks }: Result<'daemon.health'>): Message {
  return { text: lines([html`${MARKS[status]} <b>${title}</b>`, ...checks.map((check) => html`${MARKS[check.status]} ${check.name}: ${check.detail}`)]) };
}

const version: Command = {
  name: 'version',
  aliases: [],
  usage: '',
  group: 'other',
  role: METHODS['daemon.status'].role,
  run: async ({ call, texts, figures, now }) => {
    const status = await call('daemon.status', {});
    return {
      text: lines([
        html`${texts.labels.version}: <code>${status.version}</code>`,
        html`${texts.labels.running}: ${figures.duration(Math.max(0, now - status.startedAt))}`,
      ]),
    };
  },
};

export const healthCommands: readonly Command[] = [health, version];
