import { Readable } from 'node:stream';
import type MailComposer from 'nodemailer/lib/mail-composer';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type ChannelContext, ChannelFault, type ChannelKind, type Outgoing, type Sender, type SendResult } from '../descriptor.ts';
import { snippet } from '../http/answer.ts';
import { judgeSmtp, type SmtpError } from './judge.ts';
import { type Mail, mailOf } from './message.ts';
import { type Sent, SmtpSession } from './session.ts';
import { addressOf, EmailSettings, portOf } from './settings.ts';

/** All addresses get the same mail, so there is one order to keep. */
const TARGET = 'mail';

export const email: ChannelKind<typeof EmailSettings> = {
  kind: 'email',
  title: 'E-mail',
  description: 'Sends each event as a mail, in text and HTML, through a mail server.',
  settings: EmailSettings,
  secrets: [{ name: 'password', required: false, description: 'Goes with the setting "user"; many providers want an app password here' }],
  render: (event, { subjectPrefix }) => {
    const mail = mailOf(event, subjectPrefix);
    return [{ target: TARGET, message: JSON.stringify(mail) }];
  },
  async create(context) {
    const password = context.secret('password');
    if (context.settings.user !== undefined && password === undefined) {
      throw new ChannelFault('The secret "password" is not set', `Set it: nightdesk secret set channels.${context.id}.password`);
    }
    const [{ default: Composer }, { default: Connection }] = await Promise.all([
      import('nodemailer/lib/mail-composer'),
      import('nodemailer/lib/smtp-connection'),
    ]);
    return new EmailSender(context, { Composer, Connection, password });
  },
};

interface Parts {
  readonly Composer: typeof MailComposer;
  readonly Connection: typeof SMTPConnection;
  readonly password: string | undefined;
}

/** A connection for each message: alerts are rare, and mail servers end idle ones. */
class EmailSender implements Sender {
  readonly #settings: EmailSettings;
  readonly #with: Parts;

  constructor({ settings }: ChannelContext<EmailSettings>, parts: Parts) {
    this.#settings = settings;
    this.#with = parts;
  }

  async send({ id, message }: Outgoing, signal: AbortSignal): Promise<SendResult> {
    const bytes = await this.#compose(id, JSON.parse(message) as Mail);
    const source = Readable.from([bytes]);
    let handedOver = false;
    source.once('end', () => {
      handedOver = true;
    });
    try {
      return await this.#transmit(source, signal);
    } catch (error) {
      return judgeSmtp(error as SmtpError, { host: this.#host, handedOver, aborted: signal.aborted });
    }
  }

  get #host(): string {
    return `${this.#settings.host}:${portOf(this.#settings)}`;
  }

  #compose(id: string, { subject, text, html, date, urgent }: Mail): Promise<Buffer> {
    const { from, to } = this.#settings;
    const sender = addressOf(from);
    const composer = new this.#with.Composer({
      from: sender,
      to: to.map(addressOf),
      subject,
      text,
      html,
      date: new Date(date),
      // The same in every attempt: a mailbox that gets it twice can tell.
      messageId: `<${id}@${sender.address.split('@')[1]}>`,
      priority: urgent ? 'high' : 'normal',
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return composer.compile().build();
  }

  async #transmit(source: Readable, signal: AbortSignal): Promise<SendResult> {
    const { user, from, to } = this.#settings;
    const session = new SmtpSession(this.#connection(), signal);
    let taken = false;
    try {
      await session.connect();
      if (user !== undefined) await session.login(user, this.#with.password ?? '');
      const sent = await session.send({ from: addressOf(from).address, to: to.map((text) => addressOf(text).address) }, source);
      taken = true;
      return delivered(this.#host, sent);
    } finally {
      session.end(taken);
    }
  }

  #connection(): SMTPConnection {
    const { security, host } = this.#settings;
    return new this.#with.Connection({
      host,
      port: portOf(this.#settings),
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      tls: { minVersion: 'TLSv1.2' },
      socketCloseTimeout: 0,
      socketTimeout: LINGER_MS,
    });
  }
}

/** A server that never takes leave is left after this; attempts have their own, mostly shorter time. */
const LINGER_MS = 300_000;

function delivered(host: string, { accepted, rejected, response }: Sent): SendResult {
  const refused = rejected.length > 0 ? `, refused for ${rejected.join(', ')}` : '';
  const said = snippet(response);
  return { outcome: 'delivered', providerId: said, detail: `${host} took it for ${accepted.join(', ')}${refused}: ${said}` };
}
