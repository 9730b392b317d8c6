import { GrammyError } from 'grammy/web';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../daemon/channels/ports.ts';
import { COMMANDS } from '../../../daemon/channels/telegram/commands/index.ts';
import { Inbox } from '../../../daemon/channels/telegram/incoming/inbox.ts';
import { Replies } from '../../../daemon/channels/telegram/incoming/replies.ts';
import { Strangers } from '../../../daemon/channels/telegram/incoming/strangers.ts';
import { Linking } from '../../../daemon/channels/telegram/linking.ts';
import { Links } from '../../../daemon/channels/telegram/links.ts';
import type { BotApis } from '../../../daemon/channels/telegram/outgoing/api.ts';
import type { Painter } from '../../../daemon/channels/telegram/pictures/painter.ts';
import { TelegramSettings } from '../../../daemon/channels/telegram/settings.ts';
import { type Log, SILENT } from '../../../daemon/log/log.ts';
import { METHODS } from '../../../daemon/protocol/index.ts';
import { BotApi } from '../../fakes/bot-api.ts';
import { seeded } from '../../support/random.ts';
import { tempFolder } from '../../support/temp.ts';
import { ADA, Bench, GROUP, MALLORY, PRIVATE } from './support/desk.ts';

const MESSAGES = 100_000;
const SEED = 20_261_121;

const HOSTILE = [
  '<b>', '</b>', '&amp;', '&', '<script>', '"', "'", '`', '_', '*', '[', ']', '(', '~', '>', '#', '+', '=', '|', '{', '}', '.', '!', '\\', '\u0000', '\u202e', '\ud800', '💥',
  '%s', '%n', '../../etc/passwd', "'; DROP TABLE orders;--", '__proto__', 'constructor', 'null', 'undefined', 'NaN', '-1', '0', '1e309', '99999999999999999999', '٣', 'all', 'ALL',
  'CONFIRM', 'table', 'flatten', 'BTC/USDT', 'btc/usdt', 'ETH/USDT', 'X/Y:Z', 'language', 'de', 'en', 'entry', 'off', '1', '2', 't_1', 'market', '100', '0.5', '1m', '\n', '@desk_bot', '@other_bot', 'A'.repeat(300), ' ', 'é\u0301',
]; // biome-ignore format: one a line would be a page

/** The Bot API without a network; what Telegram would refuse is written down. */
function directApis(api: BotApi, refused: string[]): BotApis {
  const raw = new Proxy(
    {},
    {
      get: (_target, method: string) => async (payload: Record<string, unknown>) => {
        try {
          return api.perform(method, payload);
        } catch (error) {
          const description = (error as Error).message;
          if (!/not modified|message to edit not found/.test(description))
            refused.push(`${method}: ${description}: ${JSON.stringify(payload.text ?? payload).slice(0, 300)}`);
          throw new GrammyError(description, { ok: false, error_code: 400, description }, method, payload);
        }
      },
    },
  );
  const one = { raw } as BotApis['plain'];
  return { alerts: one, replies: one, plain: one, hasLeft: () => true, heardAt: () => Date.now(), close() {} };
}

test(`${MESSAGES} random and hostile messages: no crash, no effect that was not allowed, no message Telegram would refuse`, async () => {
  const random = seeded(SEED);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const api = await BotApi.open();
  const bench = new Bench(api, { home: tempFolder() });
  onTestFinished(async () => {
    await bench.stop();
    await api.close();
  });
  bench.engine.start();
  await bench.channels.configure({ id: 'phone', kind: 'telegram', enabled: false }, 'test');
  const refused: string[] = [];
  const done: Array<{ who: string; method: string }> = [];
  const failed: string[] = [];
  const log: Log = { ...SILENT, error: (said, more) => void failed.push(`${said}: ${String(more?.error)}`) };
  // Everything that changes something is answered here, so that the desk stays as it is and each effect is seen.
  const dispatcher = {
    receive: async (session: { who: string; role?: string | undefined }, message: unknown) => {
      const { method } = message as { method: keyof typeof METHODS };
      const answer = await bench.dispatcher.receive(session as never, message);
      const { error } = JSON.parse(answer ?? '{}') as { error?: { data: { kind: string }; message: string } };
      if (error?.data.kind === 'internal') failed.push(`${method}: ${error.message}`);
      if (METHODS[method].mutates && !error) done.push({ who: session.who, method });
      return answer;
    },
  };
  const links = new Links(bench.store);
  const linking = new Linking({ links, audit: bench.audit, journal: bench.journal, now: Date.now });
  const common = {
    userId: 0,
    username: undefined,
    title: 'x',
    languageCode: 'en',
    thread: 0,
    chatKind: 'private',
    chatTitle: 'x',
    date: 0,
    text: '',
    press: null,
    updateId: 0,
  };
  const person = (userId: number, username: string, role: 'viewer' | 'operator', chat: number, chatKind: string) => {
    const { code } = linking.invite('phone', role, 'test');
    linking.accept('phone', code, { ...common, userId, username, title: username, chat, chatKind }, 'en');
  };
  person(ADA.id, 'ada', 'operator', PRIVATE.id, 'private');
  person(43, 'vera', 'viewer', 43, 'private');
  person(ADA.id, 'ada', 'operator', GROUP.id, 'supergroup');
  const stopping = new AbortController();
  const replies = new Replies({ apis: directApis(api, refused), host: 'x', log: SILENT, stopping: stopping.signal });
  const painter = { paint: async () => new Uint8Array([1]), stop() {} } as unknown as Painter;
  const settings = { ...TelegramSettings.parse({}), timeZone: 'UTC', language: 'en' as const };
  const strangers = new Strangers({ audit: bench.audit, now: Date.now });
  const inbox = new Inbox({
    channel: 'phone',
    settings,
    links,
    linking,
    strangers,
    dispatcher,
    replies,
    painter,
    clock: systemClock,
    log,
    onLinked() {},
  });
  inbox.username = 'desk_bot';

  const people = [
    { from: ADA, chats: [PRIVATE, GROUP] },
    { from: { id: 43, first_name: 'Vera', username: 'vera' }, chats: [{ id: 43, type: 'private' as const }, GROUP] },
    { from: MALLORY, chats: [{ id: 666, type: 'private' as const }, GROUP, PRIVATE] },
  ];
  const names = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases]);
  const words = () => Array.from({ length: Math.floor(random() * 4) }, () => pick(HOSTILE)).join(pick([' ', ' ', '']));
  const text = () =>
    random() < 0.85 ? `/${random() < 0.9 ? pick(names) : pick(HOSTILE)}${random() < 0.05 ? pick(['@desk_bot', '@other_bot']) : ''} ${words()}` : words();
  const strangerSent = () => api.sent.filter(({ chat }) => chat === '666').length;
  for (let count = 0; count < MESSAGES; count++) {
    const { from, chats } = pick(people);
    const chat = pick(chats);
    const shown = api.sent.at(-1);
    const press = random() < 0.25;
    const data =
      random() < 0.7 && shown && shown.buttons.length > 0 ? pick(shown.buttons).data : `${pick(['u', 'h', 'c', 'y', 'n', 'z', ''])}|${text().slice(1, 60)}`;
    const message = { message_id: shown?.id ?? 1, date: Math.floor(Date.now() / 1000), chat };
    const update = press
      ? { update_id: count, callback_query: { id: `q${count}`, from: { is_bot: false, ...from }, chat_instance: 'c', data, message } }
      : { update_id: count, message: { ...message, from: { is_bot: false, ...from }, text: text() } };
    await inbox.handle(update as never);
    if (api.messages.size > 50) for (const id of [...api.messages.keys()].slice(0, 40)) api.messages.delete(id);
    if (api.calls.length > 1000) api.calls.length = 0;
    api.pressAnswers.length = 0;
    if (strangerSent() > 0) break;
  }
  expect(refused.slice(0, 5)).toEqual([]);
  expect(failed.slice(0, 5)).toEqual([]);
  expect(bench.faults).toEqual([]);
  expect(strangerSent()).toBe(0);
  const allowed = new Set(['telegram:ada']);
  expect(done.filter(({ who, method }) => !allowed.has(who) && method !== 'channels.chat')).toEqual([]);
  expect(new Set(done.map(({ method }) => method)).size).toBeGreaterThan(5);
  expect(
    links
      .people('phone')
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['ada', 'vera']);
}, 300_000);
