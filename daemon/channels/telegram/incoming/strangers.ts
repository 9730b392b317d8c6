import type { Audit } from '../../../rpc/audit.ts';
import { StrangerLog } from '../../../rpc/strangers.ts';
import type { Incoming } from './update.ts';

/** Those who are not linked get no answer, and an entry in the audit log. */
export class Strangers {
  readonly #log: StrangerLog;

  constructor(options: { audit: Pick<Audit, 'record'>; now: () => number }) {
    this.#log = new StrangerLog(options);
  }

  /** @param method what was tried, such as `telegram.command` */
  refused(channel: string, from: Incoming, method: string, params: object, reason: string): void {
    this.#log.refused(`${channel} ${from.userId} ${from.chat} ${method}`, {
      who: `telegram:${from.userId}`,
      via: 'telegram',
      method,
      params: { channel, chat: from.chat, ...(from.username !== undefined && { username: from.username }), ...params },
      reason,
    });
  }
}
