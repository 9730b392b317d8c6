import { z } from 'zod';
import { RpcError } from '../protocol/errors.ts';
import { ChannelEntry, ChannelId } from './config.ts';
import { ChannelFault, type ChannelKind, settingsOf } from './descriptor.ts';

export interface ChannelChange {
  readonly id: string;
  readonly kind?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly topics?: readonly string[];
  readonly minLevel?: string;
  readonly routing?: Readonly<Record<string, unknown>>;
  readonly enabled?: boolean;
}

/** Settings as written, with null standing for "as by default". */
export const withoutNull = (settings: Readonly<Record<string, unknown>> = {}) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));

/** The settings in force, defaults filled in, or why they can't be used. */
export function resolveSettings(id: string, entry: ChannelEntry, kind: ChannelKind | undefined): Record<string, unknown> | ChannelFault {
  if (!kind)
    return new ChannelFault(
      `There is no kind of channel called "${entry.kind}"`,
      'channels.kinds lists those there are; one that a plugin brings is there while that runs: nightdesk plugins list',
    );
  const parsed = settingsOf(kind).safeParse(withoutNull(entry.settings));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'settings'}: ${issue.message}`).join('; ');
  return new ChannelFault(`Its settings can't be used: ${problems}`, `Mend channels.${id}.settings in the configuration`);
}

/**
 * Checks a change against what there is.
 *
 * @returns the edits of the configuration that make it
 * @throws RpcError `invalid` naming the field
 */
export function editsFor(
  change: ChannelChange,
  present: ChannelEntry | undefined,
  kinds: ReadonlyMap<string, ChannelKind>,
): Array<{ path: string; value: unknown }> {
  const { id, settings = {}, routing = {}, ...rest } = change;
  check(ChannelId, id, 'id');
  const kindName = change.kind ?? present?.kind;
  if (kindName === undefined) {
    throw new RpcError('invalid', `there is no channel "${id}" yet, so its kind is needed`, { field: 'kind', hint: `One of: ${[...kinds.keys()].join(', ')}` });
  }
  const kind = kinds.get(kindName);
  if (!kind)
    throw new RpcError('invalid', `there is no kind of channel called "${kindName}"`, { field: 'kind', hint: `One of: ${[...kinds.keys()].join(', ')}` });
  if (present && present.kind !== kindName) {
    throw new RpcError('conflict', `channel "${id}" is a ${present.kind}`, { field: 'kind', hint: 'Remove it first, or take another name' });
  }
  const merged = withoutNull({ ...present?.settings, ...settings });
  const rules = withoutNull({ ...present?.routing, ...routing });
  check(ChannelEntry, { ...present, ...withoutUndefined(rest), kind: kindName, settings: merged, routing: rules }, '');
  check(settingsOf(kind), merged, 'settings');
  if (!present)
    return [{ path: `channels.${id}`, value: { ...withoutUndefined(rest), kind: kindName, ...filled('routing', rules), ...filled('settings', merged) } }];
  return [
    ...Object.entries(withoutUndefined(rest)).map(([name, value]) => ({ path: `channels.${id}.${name}`, value })),
    ...Object.entries(routing).map(([name, value]) => ({ path: `channels.${id}.routing.${name}`, value })),
    ...Object.entries(settings).map(([name, value]) => ({ path: `channels.${id}.settings.${name}`, value })),
  ];
}

const filled = (name: string, value: object) => (Object.keys(value).length > 0 ? { [name]: value } : {});

const withoutUndefined = (of: object) => Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined));

function check(schema: z.ZodType, value: unknown, field: string): void {
  const issue = schema.safeParse(value).error?.issues[0];
  if (!issue) return;
  const at = [field, ...issue.path.map(String)].filter(Boolean).join('.');
  throw new RpcError('invalid', `${at}: ${wordsOf(issue)}`, { field: at });
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `there is no setting "${issue.keys.join('", "')}"`;
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  return issue.message;
}

/** JSON Schema of a kind's settings, for forms. */
export const settingsSchema = (kind: ChannelKind): unknown => z.toJSONSchema(settingsOf(kind), { io: 'input' });
