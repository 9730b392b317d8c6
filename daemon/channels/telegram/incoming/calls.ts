import { hash } from 'node:crypto';
import type { ErrorObject } from '../../../protocol/errors.ts';
import { METHODS, type MethodName, type MethodSpec, type Params, type Result, RpcError } from '../../../protocol/index.ts';
import type { Dispatcher } from '../../../rpc/dispatcher.ts';
import { levelOf } from '../../../rpc/roles.ts';
import type { Session } from '../../../rpc/session.ts';
import type { Call } from '../commands/command.ts';
import type { Person } from '../links.ts';

export type Receiver = Pick<Dispatcher, 'receive'>;

/** The one who wrote, as the dispatcher knows them. */
export const sessionOf = (channel: string, person: Person): Session => ({
  id: `telegram:${channel}:${person.userId}`,
  who: `telegram:${person.name}`,
  role: person.role,
  via: 'telegram',
});

/**
 * Calls in the name of a session.
 *
 * @param occasion the same for the same message of a person, so that one handled again after a crash changes nothing twice
 */
export function callsOf(dispatcher: Receiver, session: Session, occasion: string): Call {
  return async <M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> => {
    const spec: MethodSpec = METHODS[method];
    const given = withoutUndefined(params as object);
    const key = spec.mutates ? { idempotencyKey: `${occasion}:${hash('sha256', `${method} ${JSON.stringify(given)}`).slice(0, 24)}` } : {};
    const text = await dispatcher.receive(session, { jsonrpc: '2.0', id: 1, method, params: { ...given, ...key } });
    const answer = JSON.parse(text ?? '{}') as { result?: Result<M>; error?: ErrorObject };
    if (answer.error) throw RpcError.from(answer.error);
    return answer.result as Result<M>;
  };
}

const withoutUndefined = (params: object): object => Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));

/**
 * Prepares a call for which somebody still has to say yes: the dispatcher's own question where the contract asks one.
 *
 * @returns carries it out
 * @throws RpcError when it would be refused anyway
 */
export async function prepare<M extends MethodName>(call: Call, session: Session, method: M, params: Params<M>): Promise<() => Promise<Result<M>>> {
  const spec: MethodSpec = METHODS[method];
  const dangerous = spec.danger !== undefined && (spec.dangerWhen?.(params) ?? true);
  // Without the role the dispatcher refuses and says so in the audit log; nobody is asked in vain.
  if (!dangerous && levelOf(session.role) >= levelOf(spec.role)) return () => call(method, params);
  try {
    const result = await call(method, params);
    return async () => result;
  } catch (error) {
    if (!(error instanceof RpcError) || error.kind !== 'confirmation_required' || error.data.token === undefined) throw error;
    const { token } = error.data;
    return async () => (await call('rpc.confirm', { token })) as Result<M>;
  }
}
