import type { MethodName, Result } from '../../../protocol/index.ts';
import { METHODS } from '../../../protocol/index.ts';
import type { BotStatus } from '../../../protocol/schemas/bot.ts';
import { html, lines } from '../html.ts';
import { type Ask, type Command, confirm, type Message, UsageProblem } from './command.ts';

type Verb = Extract<MethodName, 'bot.start' | 'bot.pause' | 'bot.resume'>;

/** What became of the bot. */
function stateMessage({ texts, figures }: Pick<Ask, 'texts' | 'figures'>, { state, mode }: BotStatus): Message {
  return { text: html`${stateIcon(state)} <b>${texts.mode[mode]}</b> ${texts.stateNow(figures.word(state))}` };
}

export const stateIcon = (state: BotStatus['state']): string => ({ running: '🟢', paused: '⏸', stopped: '⏹', panicked: '🛑', needs_attention: '⚠️' })[state];

const verb = (name: string, method: Verb, aliases: readonly string[] = []): Command => ({
  name,
  aliases,
  usage: '',
  group: 'control',
  role: METHODS[method].role,
  run: async (ask) => stateMessage(ask, await ask.call(method, {})),
});

const stop: Command = {
  name: 'stop',
  aliases: [],
  usage: '',
  group: 'control',
  role: METHODS['bot.stop'].role,
  run: (ask) => confirm({ confirm: html`${ask.texts.confirmStop}`, method: 'bot.stop', params: {}, done: (status) => stateMessage(ask, status) }),
};

const panic: Command = {
  name: 'panic',
  aliases: [],
  usage: '[flatten]',
  group: 'control',
  role: METHODS['bot.panic'].role,
  run: (ask) => {
    const [word, ...more] = ask.args;
    const flatten = word?.toLowerCase() === 'flatten';
    if ((word !== undefined && !flatten) || more.length > 0) throw new UsageProblem(ask.texts.panicUsage);
    return confirm({
      confirm: html`${flatten ? ask.texts.confirmFlatten : ask.texts.confirmPanic}`,
      method: 'bot.panic',
      params: flatten ? { flatten } : {},
      done: (status) => stateMessage(ask, status),
    });
  },
};

const rearm: Command = {
  name: 'rearm',
  aliases: [],
  usage: '',
  group: 'control',
  role: METHODS['bot.rearm'].role,
  run: (ask) => confirm({ confirm: html`${ask.texts.confirmRearm}`, method: 'bot.rearm', params: {}, done: (status) => stateMessage(ask, status) }),
};

const reload: Command = {
  name: 'reload_config',
  aliases: ['reload_conf'],
  usage: '',
  group: 'control',
  role: METHODS['bot.reload'].role,
  run: async (ask) => {
    const status = await ask.call('bot.reload', {});
    return { text: lines([html`${ask.texts.reloaded}`, stateMessage(ask, status).text]) };
  },
};

const why: Command = {
  name: 'why',
  aliases: [],
  usage: '',
  group: 'state',
  role: METHODS['bot.why'].role,
  refresh: true,
  run: async (ask) => whyMessage(ask, await ask.call('bot.why', {})),
};

const SEVERITY = { info: 'ℹ️', warning: '⚠️', critical: '🛑' } as const;

export function whyMessage({ texts, figures }: Pick<Ask, 'texts' | 'figures'>, { trading, reasons }: Result<'bot.why'>): Message {
  return {
    text: lines([
      html`<b>${trading ? texts.trading : texts.notTrading}</b>`,
      ...reasons.map((reason) => {
        const { text, remedy } = figures.told(reason);
        const more = reason.morePairs === undefined || text === reason.text ? '' : `; ${texts.morePairs(reason.morePairs)}`;
        return lines([html`${SEVERITY[reason.severity]} ${text}${more}`, remedy !== undefined && html`   → ${remedy}`]);
      }),
    ]),
  };
}

export const botCommands: readonly Command[] = [
  verb('start', 'bot.start'),
  stop,
  verb('pause', 'bot.pause', ['stopentry', 'stopbuy']),
  verb('resume', 'bot.resume'),
  panic,
  rearm,
  reload,
  why,
];
