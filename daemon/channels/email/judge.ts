import type { SendResult } from '../descriptor.ts';
import { networkProblem, snippet } from '../http/answer.ts';

/** What nodemailer tells of a failure: at which command, and what the server said. */
export interface SmtpError extends Error {
  readonly code?: string;
  /** Of the system, such as `ECONNREFUSED`. */
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

interface JudgeOptions {
  readonly host: string;
  /** Whether the whole message went out, so that the server may have it. */
  readonly handedOver: boolean;
  readonly aborted: boolean;
}

/**
 * What a failure means for a message. Replies from 400 on are for now, from 500 on for good (RFC 5321, 4.2.1); where a
 * lasting one concerns the login or the addresses, no message will pass until somebody mends that.
 */
export function judgeSmtp(error: SmtpError, { host, handedOver, aborted }: JudgeOptions): SendResult {
  const { responseCode, command = '' } = error;
  const said = `${host} answered ${snippet(error.response ?? error.message)}`;
  if (responseCode === undefined) return unanswered(error, host, handedOver, aborted);
  if (responseCode < 500) return { outcome: 'retry', reached: true, error: said };
  if (command === 'DATA' && error.code === 'EMESSAGE') {
    return { outcome: 'dead', error: said, remedy: 'The server does not accept this message: see its log, then retry the dead letter' };
  }
  return { outcome: 'park', error: said, remedy: remedyFor(command) };
}

function unanswered(error: SmtpError, host: string, handedOver: boolean, aborted: boolean): SendResult {
  if (handedOver) return { outcome: 'unknown', error: `${host} took the message and did not answer` };
  if (aborted) return { outcome: 'retry', reached: false, error: `${host}: ${error.message}` };
  if (error.code === 'EAUTH') return { outcome: 'park', error: `${host}: ${error.message}`, remedy: LOGIN };
  if (error.code === 'EENVELOPE') return { outcome: 'park', error: error.message, remedy: 'Check the addresses in "from" and "to", then enable the channel' };
  const code = error.originalCode ?? error.code ?? '';
  if (code === 'ETLS' || code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return { outcome: 'retry', reached: false, error: `${host} does not speak TLS as expected: ${snippet(error.message)}`, remedy: ENCRYPTION };
  }
  return { outcome: 'retry', reached: false, ...networkProblem(Object.assign(new Error(error.message), { code }), host) };
}

const ENCRYPTION = 'Check the setting "security": tls goes with port 465, starttls with 587';
const LOGIN = 'Check the setting "user" and the secret "password"; many providers want an app password. Then enable the channel';

function remedyFor(command: string): string {
  if (command.startsWith('AUTH')) return LOGIN;
  if (command === 'MAIL FROM')
    return 'The server lets nobody send under this address, or wants a login: check "from", "user" and the secret "password", then enable the channel';
  if (command === 'RCPT TO') return 'The server takes mail for none of these addresses: check "to", then enable the channel';
  if (command === 'STARTTLS') return ENCRYPTION;
  return 'Check host, port and encryption with the provider, then enable the channel';
}
