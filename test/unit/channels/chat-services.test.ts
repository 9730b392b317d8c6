import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChannelKind } from '../../../daemon/channels/descriptor.ts';
import { settingsOf } from '../../../daemon/channels/descriptor.ts';
import { discord } from '../../../daemon/channels/discord/discord.ts';
import { slack } from '../../../daemon/channels/slack/slack.ts';
import { WordingSettings } from '../../../daemon/channels/texts/settings.ts';
import { worded } from '../../../daemon/channels/texts/worded.ts';
import { type Answer, Receiver } from '../../support/receiver.ts';
import { Desk } from './support/desk.ts';
import { JOURNALLED, sample } from './support/samples.ts';

const PATHS = { discord: '/api/webhooks/123456/s3cr3t-Token_x', slack: '/services/T000/B000/s3cr3tTokenx' } as const;
type Service = keyof typeof PATHS;
const SERVICES = Object.keys(PATHS) as Service[];
const KINDS = { discord, slack } as unknown as Record<Service, ChannelKind>;

let desk: Desk;
let receiver: Receiver;

beforeEach(async () => {
  desk = new Desk();
  receiver = await Receiver.open();
  receiver.answer = () => ({ status: 200, body: 'ok' });
  await desk.channels.start();
});
afterEach(async () => {
  await desk.stop();
  await receiver.close();
  desk.remove();
});

async function add(kind: Service, settings: Record<string, unknown> = {}, topics: readonly string[] = ['notify.message']): Promise<void> {
  desk.vault.set('channels.chat.url', receiver.at(PATHS[kind]));
  await desk.channels.configure({ id: 'chat', kind, topics, settings }, 'test');
}

const bodyOf = (nth: number) => JSON.parse(receiver.received[nth]?.body ?? '{}');

test('a silent message suppresses the notification of Discord, and no other does', async () => {
  await add('discord', {}, ['notify.message', 'strategy.state']);
  await desk.channels.configure({ id: 'chat', routing: { types: { 'notify.message': 'silent' } } }, 'test');
  desk.tell('hush');
  desk.journal.append('strategy.state', { strategy: 'grid', enabled: true, params: {}, reason: null });
  await receiver.until(() => receiver.received.length === 2);
  expect([bodyOf(0).flags, bodyOf(1).flags]).toEqual([4096, undefined]);
});

describe.each(SERVICES)('%s', (kind) => {
  test('one event of each topic', async () => {
    const settings = settingsOf(KINDS[kind]).parse({});
    const bodies = JOURNALLED.map((topic) => {
      const [rendered] = KINDS[kind].render(worded(sample(topic), WordingSettings.parse({})), settings, 'ops');
      return { topic, body: JSON.parse(rendered?.message ?? 'null') };
    });
    await expect(`${JSON.stringify(bodies, null, 1)}\n`).toMatchFileSnapshot(`golden/${kind}.json`);
  });

  test('events arrive in order at the address that the vault holds', async () => {
    await add(kind);
    desk.tell('one', 'two', 'three');
    await receiver.until(() => receiver.received.length === 3);
    expect(receiver.received.every(({ path }) => path.startsWith(PATHS[kind]))).toBe(true);
    expect(receiver.received.map(({ body }) => ['one', 'two', 'three'].find((text) => body.includes(text)))).toEqual(['one', 'two', 'three']);
  });

  test('texts follow the language and templates of the channel', async () => {
    await add(kind, { language: 'de', templates: { 'notify.message': 'Wer: {who}, was: {text}' } }, ['notify.message', 'strategy.state']);
    desk.tell('essen');
    desk.journal.append('strategy.state', { strategy: 'grid', enabled: true, params: {}, reason: null });
    await receiver.until(() => receiver.received.length === 2);
    expect(receiver.received[0]?.body).toContain('Wer: test, was: essen');
    expect(receiver.received[1]?.body).toContain('Strategie grid eingeschaltet');
  });

  test('without its address the channel is parked and says how to set it', async () => {
    await desk.channels.configure({ id: 'chat', kind }, 'test');
    expect(desk.channels.get('chat')).toMatchObject({ state: 'parked', remedy: 'Set it: nightdesk secret set channels.chat.url' });
  });

  test.each(['hunter2', 'ftp://hunter2/x', 'https://example.org/hunter2', 'https://discord.com/hunter2'])(
    '%s is no address of it, and is not repeated',
    async (url) => {
      desk.vault.set('channels.chat.url', url);
      await desk.channels.configure({ id: 'chat', kind }, 'test');
      const parked = desk.channels.get('chat');
      expect(parked).toMatchObject({ state: 'parked', reason: expect.stringContaining('expected a URL such as https://') });
      expect(JSON.stringify(parked)).not.toContain('hunter2');
    },
  );

  const faults: Array<[string, Answer]> = [
    ['too busy', { status: 429, headers: { 'retry-after': '0' } }],
    ['broken', { status: 500, body: 'oops' }],
    ['gone in mid-answer', { cut: true }],
    ['silent', { hang: true }],
  ];
  test.each(faults)('what the other side was %s for is sent again', async (_what, answer) => {
    await add(kind, { timeoutSeconds: 1.5 });
    receiver.answer = (_request, nth) => (nth <= 2 ? answer : { status: 200, body: 'ok' });
    desk.tell('again', 'next');
    await desk.deliveries('chat', 'delivered', 2);
    expect(receiver.received.map(({ body }) => (body.includes('again') ? 'again' : 'next'))).toEqual(['again', 'again', 'again', 'next']);
  });

  test('an address that ended parks the channel, keeps the queue, and never shows the address', async () => {
    await add(kind);
    receiver.answer = () => ({ status: 404, body: kind === 'slack' ? 'no_service' : '{"message":"Unknown Webhook","code":10015}' });
    desk.tell('kept');
    await desk.state('chat', 'parked');
    const parked = desk.channels.get('chat');
    expect(parked.reason).toMatch(/HTTP 404: (no_service|Unknown Webhook)/);
    expect(parked.remedy).toContain('then set the secret "url"');
    expect(JSON.stringify([parked, desk.channels.deliveries({}).items])).not.toMatch(/s3cr3t/i);
    receiver.answer = () => ({ status: 200, body: 'ok' });
    desk.vault.set('channels.chat.url', receiver.at(PATHS[kind]));
    await desk.deliveries('chat', 'delivered', 1);
  });

  test('a message it will never take becomes a dead letter, and the next goes through', async () => {
    await add(kind);
    receiver.answer = ({ body }) =>
      body.includes('bad') ? { status: 400, body: '{"message":"Invalid Form Body","code":50035}' } : { status: 200, body: 'ok' };
    desk.tell('bad', 'good');
    await desk.deliveries('chat', 'delivered', 1);
    expect(desk.channels.deliveries({ state: 'dead' }).items).toMatchObject([{ text: 'bad', lastError: expect.stringContaining('HTTP 400') }]);
  });

  test('the test button says what happened', async () => {
    await add(kind);
    expect(await desk.channels.test('chat')).toMatchObject({ ok: true, detail: `127.0.0.1:${receiver.port} took it` });
    receiver.answer = () => ({ status: 403, body: 'action_prohibited' });
    expect(await desk.channels.test('chat')).toMatchObject({ ok: false, detail: expect.stringContaining('HTTP 403'), remedy: expect.any(String) });
  });

  test('the longest text arrives shortened', async () => {
    await add(kind);
    desk.tell('💥*<'.repeat(20_000));
    await receiver.until(() => receiver.received.length === 1);
    const text: string = kind === 'slack' ? bodyOf(0).blocks[0].text.text : bodyOf(0).embeds[0].description;
    expect(text.endsWith('…')).toBe(true);
    expect(text.length).toBeLessThanOrEqual(kind === 'slack' ? 3000 : 4096);
  });
});

describe('discord', () => {
  test('waits as long as the answer says', async () => {
    await add('discord');
    receiver.answer = (_request, nth) =>
      nth === 1
        ? { status: 429, headers: { 'retry-after': '3600' }, body: '{"message":"You are being rate limited.","retry_after":0.05,"global":false}' }
        : { status: 200 };
    desk.tell('a');
    await desk.deliveries('chat', 'delivered', 1);
    expect(receiver.received).toHaveLength(2);
  });

  test('the id Discord gives a message is kept, and a thread is posted into', async () => {
    await add('discord', { threadId: '987654' });
    receiver.answer = () => ({ status: 200, body: '{"id":"1122","type":0,"author":{"id":"5"}}' });
    desk.tell('a');
    await desk.deliveries('chat', 'delivered', 1);
    expect(receiver.received[0]?.path).toBe(`${PATHS.discord}?wait=true&thread_id=987654`);
    expect(desk.channels.deliveries({}).items[0]?.providerId).toBe('1122');
  });

  test('formatting, links and mentions in a text show as themselves and notify nobody', async () => {
    await add('discord');
    desk.tell('@everyone <@&1> **bold** _x_ `code` ||s|| [a](http://evil) \u202e# h');
    await receiver.until(() => receiver.received.length === 1);
    const { embeds, allowed_mentions } = bodyOf(0);
    expect(allowed_mentions).toEqual({ parse: [] });
    expect(embeds[0].title).toBe('\\@everyone \\<\\@&1\\> \\*\\*bold\\*\\* \\_x\\_ \\`code\\` \\|\\|s\\|\\| \\[a\\](http://evil) \\# h');
  });

  test('gain and loss have their colours', () => {
    const colour = (profit: string) => {
      const event = sample('trade.exit_fill', { trade: { state: 'closed', pair: 'A/B', profit, profitRatio: 0 } as never });
      const [{ message } = { message: '' }] = KINDS.discord.render(worded(event, WordingSettings.parse({})), settingsOf(KINDS.discord).parse({}), 'ops');
      return JSON.parse(message).embeds[0].color;
    };
    const [gain, loss, even] = [colour('1.5'), colour('-1.5'), colour('0')];
    expect(new Set([gain, loss, even]).size).toBe(3);
  });

  test.each([{ username: 'Discord bot' }, { username: '' }, { threadId: 'x' }])('%j is refused', async (settings) => {
    const field = `settings.${Object.keys(settings)[0]}`;
    await expect(desk.channels.configure({ id: 'chat', kind: 'discord', settings }, 'test')).rejects.toMatchObject({ kind: 'invalid', data: { field } });
  });
});

describe('slack', () => {
  test('mentions and links in a text show as themselves', async () => {
    await add('slack');
    desk.tell('<!channel> <@U1> <https://evil|bank> & *b*');
    await receiver.until(() => receiver.received.length === 1);
    const { text, blocks, mrkdwn } = bodyOf(0);
    expect(text).toBe('&lt;!channel&gt; &lt;@U1&gt; &lt;https://evil|bank&gt; &amp; *b*');
    expect(mrkdwn).toBe(false);
    expect(blocks[0].text).toEqual({ type: 'plain_text', text, emoji: false });
    expect(receiver.received[0]?.body).not.toMatch(/<[!@#h]/);
  });

  test.each([
    [403, 'action_prohibited', 'administrator'],
    [404, 'channel_not_found', 'no longer exists'],
    [410, 'channel_is_archived', 'archived'],
    [400, 'no_team', 'names no workspace'],
    [400, 'user_not_found', 'make a new one'],
  ])('HTTP %d %s parks with what to do', async (status, word, remedy) => {
    await add('slack');
    receiver.answer = () => ({ status, body: word });
    desk.tell('kept');
    await desk.state('chat', 'parked');
    expect(desk.channels.get('chat')).toMatchObject({ reason: expect.stringContaining(word), remedy: expect.stringContaining(remedy) });
  });
});
