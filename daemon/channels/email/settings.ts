import { z } from 'zod';

/** `desk@example.org`, or `Desk <desk@example.org>`. */
const ADDRESS = /^(?:"?(?<name>[^"<>,;\p{Cc}]{1,100}?)"?\s*<)?(?<address>[^\s<>,;"\p{Cc}@]{1,64}@[^\s<>,;"\p{Cc}@]{1,255})(?<end>>)?$/u;

const Address = z.string().refine((text) => {
  const groups = ADDRESS.exec(text.trim())?.groups;
  return groups !== undefined && (groups.name === undefined) === (groups.end === undefined);
}, 'expected an address such as desk@example.org or "Desk <desk@example.org>"');

/** Splits what `Address` took. */
export function addressOf(text: string): { name: string; address: string } {
  const { name = '', address = '' } = ADDRESS.exec(text.trim())?.groups ?? {};
  return { name: name.trim(), address };
}

const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/.test(host);

export const EmailSettings = z
  .strictObject({
    host: z
      .string()
      .regex(/^[\w.:[\]-]{1,255}$/, 'expected a host such as mail.example.org')
      .meta({ title: 'Server', description: 'Host of the mail server that takes messages', examples: ['mail.example.org'] }),
    port: z.int().min(1).max(65_535).optional().meta({ title: 'Port', description: '465 for `tls`, 587 for `starttls`, 25 for `none` when absent' }),
    security: z.enum(['tls', 'starttls', 'none']).default('tls').meta({
      title: 'Encryption',
      description: '`tls` from the first byte, `starttls` before anything of worth is said, `none` only on this machine or a network you trust',
    }),
    user: z
      .string()
      .min(1)
      .max(320)
      .optional()
      .meta({ title: 'User', description: 'To log in with, together with the secret "password"; nobody logs in when absent' }),
    from: Address.meta({ title: 'From', description: 'Sender', examples: ['Desk <desk@example.org>'] }),
    to: z
      .array(Address)
      .min(1)
      .max(50)
      .meta({ title: 'To', description: 'Who gets each message', examples: [['me@example.org']] }),
    subjectPrefix: z
      .string()
      .max(60)
      .regex(/^\P{Cc}*$/u, 'must be one line')
      .default('[Nightdesk] ')
      .meta({ title: 'Before each subject', description: 'So that a mailbox can sort by it' }),
  })
  .superRefine(({ security, user, host }, context) => {
    if (security === 'none' && user !== undefined && !isLoopback(host))
      context.addIssue({ code: 'custom', path: ['security'], message: 'without encryption the password could be read on its way; use tls or starttls' });
  });
export type EmailSettings = z.output<typeof EmailSettings>;

export const portOf = ({ port, security }: EmailSettings): number => port ?? { tls: 465, starttls: 587, none: 25 }[security];
