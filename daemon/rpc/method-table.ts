import { JSONRPC_CODES, type MethodSpec, RpcError } from '../protocol/index.ts';
import type { CallContext } from './handler.ts';
import { nearest } from './nearest.ts';
import { levelOf } from './roles.ts';

export type AnyHandler = (params: never, context: CallContext) => unknown;

/** A method as it is called: its contract, what is asked of callers, its handler, its figures. */
export interface ServedRecord {
  readonly name: string;
  readonly spec: MethodSpec;
  /** Least level of the caller; 0 for a public method. */
  readonly level: number;
  readonly handler: (params: unknown, context: CallContext) => unknown;
  count: number;
  errors: number;
  /** The last frozen result with its JSON. */
  kept: { readonly result: unknown; readonly json: string } | undefined;
}

/** The methods that are served, ready to be called. A method of the contract without a handler is not served. */
export class MethodTable {
  readonly #records = new Map<string, ServedRecord>();
  readonly #added = new Set<string>();

  /** @throws TypeError for a handler that is in no contract */
  constructor(methods: Readonly<Record<string, MethodSpec>>, handlers: Readonly<Record<string, AnyHandler>>) {
    for (const [name, handler] of Object.entries(handlers)) {
      const spec = methods[name];
      if (spec === undefined) throw new TypeError(`there is a handler for "${name}", but no such method in the contract`);
      this.#set(name, spec, handler);
    }
  }

  /** Serves a method that is in no contract. @throws TypeError when there is one of that name */
  add(name: string, spec: MethodSpec, handler: AnyHandler): void {
    if (this.#records.has(name)) throw new TypeError(`there is a method "${name}" already`);
    this.#set(name, spec, handler);
    this.#added.add(name);
  }

  /** Takes back what `add` gave. */
  remove(name: string): void {
    if (this.#added.delete(name)) this.#records.delete(name);
  }

  /** The methods that were added, in the order they were. */
  added(): ReadonlyMap<string, MethodSpec> {
    return new Map([...this.#added].map((name) => [name, this.#records.get(name)!.spec]));
  }

  get(name: string): ServedRecord | undefined {
    return this.#records.get(name);
  }

  /** The error for a method that is not served, with the one that was probably meant. */
  unknown(name: string): RpcError {
    const meant = nearest(name, this.#records.keys());
    return new RpcError('not_found', `there is no method "${name.slice(0, 100)}"`, {
      code: JSONRPC_CODES.method,
      hint: meant ? `did you mean ${meant}?` : 'rpc.methods lists them',
    });
  }

  /** Calls and failures by method, of those that were called. */
  figures(): Record<string, { count: number; errors: number }> {
    const called = [...this.#records.values()].filter((record) => record.count > 0);
    return Object.fromEntries(called.map(({ name, count, errors }) => [name, { count, errors }]));
  }

  #set(name: string, spec: MethodSpec, handler: AnyHandler): void {
    const level = spec.public ? 0 : levelOf(spec.role);
    this.#records.set(name, { name, spec, level, handler: handler as ServedRecord['handler'], count: 0, errors: 0, kept: undefined });
  }
}
