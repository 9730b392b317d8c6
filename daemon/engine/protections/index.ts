import { z } from 'zod';
import { ProtectionId } from '../../protocol/schemas/locks.ts';
import { cooldownPeriod } from './cooldown-period.ts';
import { lowProfitPairs } from './low-profit-pairs.ts';
import { maxDrawdown } from './max-drawdown.ts';
import type { ProtectionKind } from './protection.ts';
import { stoplossGuard } from './stoploss-guard.ts';

/** Every kind of protection. Configuration, validation, forms and help follow from this table. */
export const PROTECTION_KINDS: ReadonlyMap<string, ProtectionKind> = new Map(
  [cooldownPeriod, stoplossGuard, maxDrawdown, lowProfitPairs].map((kind) => [kind.kind, kind]),
);

const entryOf = ({ kind, title, params }: ProtectionKind) =>
  z.strictObject({
    kind: z.literal(kind).meta({ description: title }),
    enabled: z.boolean().default(true).meta({ description: 'Whether it locks' }),
    ...params.shape,
  });
type Entry = ReturnType<typeof entryOf>;

/** A protection as the configuration holds it: its kind, whether it is on, and its parameters beside them. */
export type ProtectionEntry = Readonly<{ kind: string; enabled: boolean } & Record<string, unknown>>;

/** The section `protections` of the configuration: protections by the name an operator gave them. */
export const ProtectionsSection = z.record(
  ProtectionId,
  z.discriminatedUnion('kind', [...PROTECTION_KINDS.values()].map(entryOf) as [Entry, ...Entry[]]) as unknown as z.ZodType<
    ProtectionEntry,
    { kind: string; [param: string]: unknown }
  >,
);
export type ProtectionsSection = Readonly<Record<string, ProtectionEntry>>;
