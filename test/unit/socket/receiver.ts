import type { Receiver } from '../../../daemon/gateways/socket/served-client.ts';
import type { LineFault } from '../../../daemon/protocol/lines.ts';
import { RpcError } from '../../../daemon/protocol/rpc-error.ts';
import type { Session } from '../../../daemon/rpc/session.ts';

interface Call {
  id?: number | string;
  method: string;
  params?: Record<string, unknown>;
}

/** Answers `echo` at once, `later` when released, `throw` by throwing, `flood` with so many bytes; keeps what it heard. */
export class FakeReceiver implements Receiver {
  readonly sessions = new Set<Session>();
  readonly heard: unknown[] = [];
  #waiting: Array<() => void> = [];

  open(session: Session): void {
    this.sessions.add(session);
  }

  close(session: Session): void {
    this.sessions.delete(session);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  release(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  receive(session: Session, message: unknown): string | undefined | Promise<string | undefined> {
    this.heard.push(message);
    const { id, method, params } = message as Call;
    if (method === 'session.hello' && params?.token !== undefined) {
      try {
        session.authenticate?.(String(params.token));
      } catch (error) {
        return JSON.stringify({ jsonrpc: '2.0', id, error: (error as RpcError).toObject() });
      }
    }
    if (session.role === undefined) return JSON.stringify({ jsonrpc: '2.0', id, error: new RpcError('unauthenticated', 'say hello first').toObject() });
    const answer = JSON.stringify({ jsonrpc: '2.0', id, result: params ?? null });
    if (method === 'throw') throw new Error('a handler threw');
    if (method === 'flood') for (let sent = 0; sent < Number(params?.lines); sent += 1) session.peer?.send(JSON.stringify({ pad: 'x'.repeat(1000) }));
    if (method === 'later') return new Promise((resolve) => this.#waiting.push(() => resolve(answer)));
    return id === undefined ? undefined : answer;
  }

  parseError(_session: Session, what: LineFault): string {
    return JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32700, message: what, data: { kind: 'invalid' } } });
  }
}
