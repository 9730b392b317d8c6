import type { MethodName, ParsedParams, Result } from '../protocol/index.ts';
import type { Session } from './session.ts';

export interface CallContext {
  readonly session: Session;
  /** Runs `effect` once the answer to this message was handed to the connection. */
  afterAnswer(effect: () => void): void;
}

/** A result that is JSON text already, as the contract of its method wants it. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Handler<M extends MethodName> = (params: ParsedParams<M>, context: CallContext) => Result<M> | Promise<Result<M> | JsonText>;

/** `rpc.confirm` carries out another call, so the dispatcher answers it itself. */
export type ServedMethod = Exclude<MethodName, 'rpc.confirm'>;

/** The handlers of some methods, as a file in `handlers/` provides them. */
export type Handlers<M extends MethodName = ServedMethod> = { readonly [K in M]: Handler<K> };
