import { z } from 'zod';
import type { ConfigStore } from '../../config/store.ts';
import { RpcError } from '../../protocol/errors.ts';
import type { ParsedParams, Result } from '../../protocol/methods/index.ts';
import type { Protection } from '../../protocol/methods/protections.ts';
import type { BookQueries } from '../queries.ts';
import { PROTECTION_KINDS } from './index.ts';
import type { ProtectionKind } from './protection.ts';

/** Locks of a protection that are shown. */
const RECENT = 5;

type Params = Readonly<Record<string, unknown>>;

/** The protections as clients see and change them. The configuration holds them; desks take it up by themselves. */
export class Protections {
  readonly #config: Pick<ConfigStore, 'get' | 'edit'>;
  readonly #queries: Pick<BookQueries, 'locksOf'>;

  constructor(options: { config: Pick<ConfigStore, 'get' | 'edit'>; queries: Pick<BookQueries, 'locksOf'> }) {
    this.#config = options.config;
    this.#queries = options.queries;
  }

  kinds(): Result<'protections.kinds'> {
    const items = [...PROTECTION_KINDS.values()].map(({ kind, title, description, params }) => {
      return { kind, title, description, schema: z.toJSONSchema(params, { io: 'input' }) };
    });
    return { items };
  }

  /** In the order of the configuration, which is the order they judge in. */
  list(account: string): Protection[] {
    return Object.keys(this.#config.get().protections).map((id) => this.#view(id, account));
  }

  /** @throws RpcError `not_found` for an unknown kind, `conflict` for another kind than it has, `invalid` naming the parameter */
  configure({ id, kind: wanted, enabled, params = {} }: ParsedParams<'protections.configure'>, account: string, who: string): Protection {
    const present = this.#config.get().protections[id];
    const kind = kindOf(id, wanted, present?.kind);
    const { kind: _kind, enabled: _enabled, ...before } = present ?? { kind: '', enabled: true };
    const merged = Object.fromEntries(Object.entries({ ...before, ...params }).filter(([, value]) => value !== null));
    check(kind, merged);
    const changes = Object.entries({ ...params, ...(enabled !== undefined && { enabled }) });
    const path = `protections.${id}`;
    const edits = present
      ? changes.map(([name, value]) => ({ path: `${path}.${name}`, value }))
      : [{ path, value: { kind: kind.kind, ...Object.fromEntries(changes.filter(([, value]) => value !== null)) } }];
    if (edits.length > 0) this.#config.edit(edits, who);
    return this.#view(id, account);
  }

  /** @throws RpcError `not_found` */
  remove(id: string, who: string): void {
    if (this.#config.get().protections[id] === undefined) throw missing(id);
    this.#config.edit([{ path: `protections.${id}`, value: null }], who);
  }

  #view(id: string, account: string): Protection {
    const entry = this.#config.get().protections[id];
    const kind = entry && PROTECTION_KINDS.get(entry.kind);
    if (!entry || !kind) throw missing(id);
    const { kind: name, enabled, ...params } = entry;
    return { id, kind: name, enabled, params, about: kind.about(params), locks: this.#queries.locksOf(account, id, RECENT) };
  }
}

function kindOf(id: string, wanted: string | undefined, present: string | undefined): ProtectionKind {
  const name = wanted ?? present;
  const kinds = [...PROTECTION_KINDS.keys()].join(', ');
  if (name === undefined)
    throw new RpcError('invalid', `there is no protection "${id}" yet, so its kind is needed`, { field: 'kind', hint: `One of: ${kinds}` });
  const kind = PROTECTION_KINDS.get(name);
  if (!kind) throw new RpcError('invalid', `there is no kind of protection called "${name}"`, { field: 'kind', hint: `One of: ${kinds}` });
  if (present !== undefined && present !== name)
    throw new RpcError('conflict', `protection "${id}" is a ${present}`, { field: 'kind', hint: 'Remove it first, or take another name' });
  return kind;
}

function check(kind: ProtectionKind, params: Params): void {
  const issue = kind.params.safeParse(params).error?.issues[0];
  if (!issue) return;
  const field = ['params', ...issue.path].join('.');
  const what = issue.code === 'unrecognized_keys' ? `there is no parameter "${issue.keys.join('", "')}"` : issue.message;
  throw new RpcError('invalid', `${field}: ${what}`, { field, hint: 'protections.kinds tells the parameters' });
}

const missing = (id: string): RpcError =>
  new RpcError('not_found', `There is no protection ${id}`, { field: 'id', hint: 'protections.list shows those there are' });
