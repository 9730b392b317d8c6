import type { ErrorData, ErrorObject } from './errors.ts';

/** Every error kind a caller may see. Code decides on the kind; the message is for people. */
export const ERROR_KINDS = {
  unauthenticated: { code: -32001, retryable: false, summary: 'No credential, or one that is not accepted' },
  forbidden: { code: -32002, retryable: false, summary: 'The role does not allow this' },
  rate_limited: { code: -32003, retryable: true, summary: 'Too many calls; try again after the time named in the hint' },
  invalid: { code: -32602, retryable: false, summary: 'Malformed request or parameters; `field` names the place' },
  not_found: { code: -32004, retryable: false, summary: 'No such method or thing' },
  conflict: { code: -32005, retryable: false, summary: 'The present state does not allow this' },
  confirmation_required: { code: -32006, retryable: false, summary: 'Dangerous: call `rpc.confirm` with `token`' },
  exchange_rejected: { code: -32007, retryable: false, summary: 'The exchange refused the order' },
  insufficient_funds: { code: -32008, retryable: false, summary: 'Not enough free balance' },
  risk_rejected: { code: -32009, retryable: false, summary: 'A risk limit forbids it' },
  upstream_unavailable: { code: -32010, retryable: true, summary: 'Exchange or service cannot be reached' },
  outcome_unknown: { code: -32011, retryable: false, summary: 'Sent, but the answer was lost: look before repeating' },
  locked: { code: -32012, retryable: true, summary: 'The vault is locked' },
  protocol_mismatch: { code: -32013, retryable: false, summary: 'Client and daemon share no protocol version' },
  internal: { code: -32603, retryable: true, summary: 'A fault in the daemon; `ref` finds it in the log' },
} as const;

export type ErrorKind = keyof typeof ERROR_KINDS;

/** JSON-RPC's own codes where they say more than the kind's. */
export const JSONRPC_CODES = { parse: -32700, request: -32600, method: -32601 } as const;

export type ErrorDetails = Partial<Omit<ErrorData, 'kind'>> & { code?: number; cause?: unknown };

/** A failure meant for the caller. Anything else that is thrown becomes `internal` and keeps its details in the log. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly kind: ErrorKind;
  readonly code: number;
  readonly data: ErrorData;

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    const { code, cause, ...data } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.code = code ?? ERROR_KINDS[kind].code;
    this.data = { kind, retryable: ERROR_KINDS[kind].retryable, ...data };
  }

  toObject(): ErrorObject {
    return { code: this.code, message: this.message, data: this.data };
  }

  /** Rebuilds an error from the wire. An unknown kind, from a newer daemon, reads as `internal`. */
  static from(error: { code: number; message: string; data?: Partial<ErrorData> | undefined }): RpcError {
    const { kind, ...rest } = error.data ?? {};
    return new RpcError(kind && kind in ERROR_KINDS ? kind : 'internal', error.message, { ...rest, code: error.code });
  }
}
