import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settingsOf } from '../../../daemon/channels/descriptor.ts';
import { email } from '../../../daemon/channels/email/email.ts';
import { mailOf } from '../../../daemon/channels/email/message.ts';
import { WordingSettings } from '../../../daemon/channels/texts/settings.ts';
import { worded } from '../../../daemon/channels/texts/worded.ts';
import { Desk } from './support/desk.ts';
import { MailServer, type Refusal, type Step } from './support/mail-server.ts';
import { JOURNALLED, sample } from './support/samples.ts';

let desk: Desk;
let server: MailServer;

beforeEach(async () => {
  desk = new Desk();
  server = await MailServer.open();
  basic = { host: '127.0.0.1', port: server.port, security: 'none', from: 'Desk <desk@example.org>', to: ['me@example.org', 'You <you@example.org>'] };
  await desk.channels.start();
});
afterEach(async () => {
  await desk.stop();
  await server.close();
  desk.remove();
});

let basic: Record<string, unknown>;

function add(settings: Record<string, unknown> = {}, topics: readonly string[] = ['notify.message']): Promise<unknown> {
  return desk.channels.configure({ id: 'mail', kind: 'email', topics, settings: { ...basic, ...settings } }, 'test');
}

describe('message', () => {
  test('one event of each topic', async () => {
    const mails = JOURNALLED.map((topic) => ({ topic, ...mailOf(worded(sample(topic), WordingSettings.parse({})), '[Nightdesk] ') }));
    await expect(`${JSON.stringify(mails, null, 1)}\n`).toMatchFileSnapshot('golden/email.json');
  });

  test('arrives in text and HTML, from and to whom the settings say', async () => {
    await add({ language: 'de' }, ['trade.exit_fill']);
    const { topic, data, ts } = sample('trade.exit_fill');
    desk.journal.append(topic as 'trade.exit_fill', data as never);
    await desk.deliveries('mail', 'delivered', 1);
    const [mail] = server.mails;
    expect(mail).toMatchObject({ from: 'desk@example.org', to: ['me@example.org', 'you@example.org'], user: undefined });
    const parsed = await PostalMime.parse(mail?.raw ?? '');
    expect(parsed).toMatchObject({
      subject: '[Nightdesk] BTC/USDT geschlossen: +1,80\u00a0% (+13,4924925 USDT): Gewinnmitnahme',
      from: { name: 'Desk', address: 'desk@example.org' },
      to: [
        { name: '', address: 'me@example.org' },
        { name: 'You', address: 'you@example.org' },
      ],
      text: expect.stringContaining('Einstieg zu: 50.000\n'),
      html: expect.stringContaining('>Gewinnmitnahme</td>'),
      messageId: expect.stringMatching(/^<msg_[0-9a-f]{32}@example\.org>$/),
    });
    expect(parsed.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    expect(Date.parse(parsed.date ?? '')).toBeGreaterThan(ts - 1);
    expect(desk.channels.deliveries({}).items[0]?.providerId).toContain('queued as ABC123');
  });

  test('HTML in a text shows as itself, and no text can add a header or an address', async () => {
    await add({ subjectPrefix: '' });
    desk.tell('<script>alert(1)</script><img src=x onerror=y>\r\nBcc: thief@example.org\r\n\r\nbody \u202e"&\'');
    await desk.deliveries('mail', 'delivered', 1);
    const [mail] = server.mails;
    const parsed = await PostalMime.parse(mail?.raw ?? '');
    expect(mail?.to).toEqual(['me@example.org', 'you@example.org']);
    expect(parsed.bcc).toBeUndefined();
    expect(parsed.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(parsed.subject).toBe('<script>alert(1)</script><img src=x onerror=y> Bcc: thief@example.org body "&\'');
    expect(parsed.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=y&gt;<br>Bcc: thief@example.org');
    expect(parsed.html).not.toMatch(/<(script|img)/);
    expect(parsed.text).not.toContain('\u202e');
  });

  test('a long text makes a short subject and a whole body', async () => {
    await add();
    desk.tell('💥'.repeat(5000));
    await desk.deliveries('mail', 'delivered', 1);
    const parsed = await PostalMime.parse(server.mails[0]?.raw ?? '');
    expect(parsed.subject?.length).toBeLessThanOrEqual(150);
    expect(parsed.subject).toMatch(/💥…$/u);
    expect(parsed.text).toContain('💥'.repeat(5000));
  });
});

describe('faults', () => {
  const temporary: Array<[Step, Refusal]> = [
    ['connect', [421, 'too busy']],
    ['from', [451, 'try later']],
    ['to', [450, 'greylisted']],
    ['data', [452, 'no space']],
  ];
  test.each(temporary)('refused for now at %s: sent again, in order', async (step, refusal) => {
    let asked = 0;
    server.refuse = (at) => (at === step && ++asked <= 2 ? refusal : undefined);
    await add({ to: ['me@example.org'] });
    desk.tell('one', 'two');
    await desk.deliveries('mail', 'delivered', 2);
    const taken = server.mails.slice(step === 'data' ? 2 : 0);
    const subjects = await Promise.all(taken.map(async ({ raw }) => (await PostalMime.parse(raw)).subject));
    expect(subjects).toEqual(['[Nightdesk] one', '[Nightdesk] two']);
  });

  const lasting: Array<[Step, Refusal, string]> = [
    ['from', [550, 'not your address'], 'check "from"'],
    ['to', [550, 'no such user'], 'check "to"'],
  ];
  test.each(lasting)('refused for good at %s: the channel is parked and says what to do', async (step, refusal, remedy) => {
    server.refuse = (at) => (at === step ? refusal : undefined);
    await add();
    desk.tell('kept');
    await desk.state('mail', 'parked');
    expect(desk.channels.get('mail')).toMatchObject({ reason: expect.stringContaining(refusal[1]), remedy: expect.stringContaining(remedy) });
    server.refuse = () => undefined;
    await desk.channels.enable('mail', 'test');
    await desk.deliveries('mail', 'delivered', 1);
  });

  test('a message the server will never take becomes a dead letter, and the next goes through', async () => {
    let asked = 0;
    server.refuse = (at) => (at === 'data' && ++asked === 1 ? [554, 'looks like spam'] : undefined);
    await add();
    desk.tell('bad', 'good');
    await desk.deliveries('mail', 'delivered', 1);
    expect(desk.channels.deliveries({ state: 'dead' }).items).toMatchObject([{ text: 'bad', lastError: expect.stringContaining('554 looks like spam') }]);
  });

  test('one refused address does not keep the mail from the others, and the test button names it', async () => {
    server.refuse = (at, value) => (at === 'to' && value.startsWith('you') ? [550, 'gone'] : undefined);
    await add();
    expect(await desk.channels.test('mail')).toMatchObject({
      ok: true,
      detail: expect.stringContaining('took it for me@example.org, refused for you@example.org'),
    });
  });

  test.each(['cut', 'hang'] as const)('an answer lost (%s) after the message: sent again under the same id', async (how) => {
    server.after = () => (server.mails.length === 1 ? how : undefined);
    await add({ timeoutSeconds: how === 'hang' ? 0.3 : 5 });
    desk.tell('twice');
    await desk.deliveries('mail', 'delivered', 1);
    const ids = await Promise.all(server.mails.map(async ({ raw }) => (await PostalMime.parse(raw)).messageId));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('nothing listens: the message waits, and the reason says so', async () => {
    const { port } = server;
    await server.close();
    await add({ port, maxAttempts: 1 });
    desk.tell('waits');
    await desk.next('channel.delivery', ({ attempts, state }) => attempts >= 3 && state === 'queued');
    expect(desk.channels.get('mail')).toMatchObject({ state: 'degraded', reason: `nothing listens at 127.0.0.1:${port}` });
    server = await MailServer.open();
  });

  test('a server that says nothing is left when the time is over', async () => {
    const silent = net.createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    await add({ port: (silent.address() as AddressInfo).port, timeoutSeconds: 0.2 });
    expect(await desk.channels.test('mail')).toMatchObject({ ok: false, detail: expect.stringContaining('no answer within 0.2 s') });
    silent.close();
  });

  test('a server that speaks something else', async () => {
    const other = net.createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    await add({ port: (other.address() as AddressInfo).port });
    expect(await desk.channels.test('mail')).toMatchObject({ ok: false, detail: expect.stringContaining('HTTP/1.1 400') });
    other.close();
  });
});

describe('encryption and login', () => {
  /** A throw-away certificate; undefined without openssl. */
  const certificate = (): { key: string; cert: string } | undefined => {
    const [key, cert] = [path.join(desk.home, 'key.pem'), path.join(desk.home, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject, '-days', '1']);
    return made.status === 0 ? { key: fs.readFileSync(key, 'utf8'), cert: fs.readFileSync(cert, 'utf8') } : undefined;
  };

  test.for(['tls', 'starttls'] as const)(
    'by %s: the mail and the password go encrypted, and only to a certificate that is trusted',
    async (security, context) => {
      const pair = certificate();
      if (!pair) return context.skip('no openssl on this machine to make a certificate with');
      await server.close();
      server = await MailServer.open({ ...pair, secure: security === 'tls' });
      const { port } = server;
      server.refuse = (at, value) => (at === 'login' && value !== 'desk:app-password' ? [535, 'bad credentials'] : undefined);
      desk.vault.set('channels.mail.password', 'app-password');
      await add({ host: 'localhost', port, security, user: 'desk' });
      expect(await desk.channels.test('mail')).toMatchObject({ ok: false, detail: expect.stringContaining('is signed by itself') });
      expect(server.mails).toEqual([]);
      const usual = tls.getCACertificates('default');
      tls.setDefaultCACertificates([...usual, pair.cert]);
      try {
        expect(await desk.channels.test('mail')).toMatchObject({ ok: true });
        expect(server.mails).toMatchObject([{ secure: true, user: 'desk' }]);
      } finally {
        tls.setDefaultCACertificates(usual);
      }
    },
  );

  test('starttls asked of a server without it: nothing is said in the clear', async () => {
    await add({ security: 'starttls', user: undefined });
    expect(await desk.channels.test('mail')).toMatchObject({ ok: false, remedy: expect.stringContaining('starttls') });
    expect(server.mails).toEqual([]);
  });

  test('tls asked of a server that speaks none', async () => {
    await add({ security: 'tls' });
    expect(await desk.channels.test('mail')).toMatchObject({ ok: false, remedy: expect.stringContaining('tls goes with port 465') });
  });

  test('a wrong password parks the channel; a new one frees it; neither is shown', async () => {
    server.refuse = (at, value) => (at === 'login' && !value.endsWith('right-password') ? [535, 'bad credentials'] : undefined);
    desk.vault.set('channels.mail.password', 'wrong-password');
    await add({ user: 'desk' });
    desk.tell('kept');
    await desk.state('mail', 'parked');
    const parked = desk.channels.get('mail');
    expect(parked).toMatchObject({ reason: expect.stringContaining('bad credentials'), remedy: expect.stringContaining('the secret "password"') });
    expect(JSON.stringify(parked)).not.toContain('wrong-password');
    desk.vault.set('channels.mail.password', 'right-password');
    await desk.deliveries('mail', 'delivered', 1);
  });

  test('a user without a password: parked, with how to set it', async () => {
    await add({ user: 'desk' });
    expect(desk.channels.get('mail')).toMatchObject({ state: 'parked', remedy: 'Set it: nightdesk secret set channels.mail.password' });
  });
});

describe('settings', () => {
  test.each([
    ['no address to send to', { to: [] }, 'settings.to'],
    ['an address that is none', { to: ['me@example.org', 'you'] }, 'settings.to.1'],
    ['two addresses in one', { to: ['a@example.org, b@example.org'] }, 'settings.to.0'],
    ['an address with a header', { from: 'desk@example.org\r\nBcc: x@example.org' }, 'settings.from'],
    ['a name with a header', { from: 'Desk\r\nBcc: x@example.org <desk@example.org>' }, 'settings.from'],
    ['a bracket left open', { from: 'Desk <desk@example.org' }, 'settings.from'],
    ['a prefix of two lines', { subjectPrefix: 'a\nb' }, 'settings.subjectPrefix'],
    ['a host that is none', { host: 'mail.example.org/x' }, 'settings.host'],
    ['a password in the clear', { host: 'mail.example.org', security: 'none', user: 'me' }, 'settings.security'],
  ])('%s is refused by name', async (_what, settings, field) => {
    await expect(add(settings)).rejects.toMatchObject({ kind: 'invalid', data: { field } });
  });

  test('the form has the settings of every channel beside its own', () => {
    const names = Object.keys(settingsOf(email as never).shape);
    expect(names).toEqual(expect.arrayContaining(['host', 'to', 'language', 'templates', 'maxAttempts']));
  });
});
