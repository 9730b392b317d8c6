import type { MethodName, ParsedParams, Result } from '../protocol/index.ts';
import type { Session } from './session.ts';

export interface CallContext {
  readonly session: Session;
}

type Handler<M extends MethodName> = (params: ParsedParams<M>, context: CallContext) => Result<M> | Promise<Result<M>>;

/** The handlers of some methods, as a file in `handlers/` provides them. */
export type Handlers<M extends MethodName = MethodName> = { readonly [K in M]: Handler<K> };
