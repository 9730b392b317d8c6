import type { z } from 'zod';
import type { Role } from './schemas/common.ts';

/**
 * One method of the contract. Everything that a way in needs to know of it (types, validation, help, forms, docs,
 * rights, limits) is derived from this entry.
 */
export interface MethodSpec<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly summary: string;
  readonly description?: string;
  readonly params: P;
  readonly result: R;
  /** Least role that may call it. */
  readonly role: Role;
  /** Weight against the caller's rate limit; 1 is a plain read. */
  readonly cost: number;
  /** Changes something: audited, and open to an `idempotencyKey`. */
  readonly mutates: boolean;
  /** Asks for confirmation first; the text says what will happen. */
  readonly danger?: string;
  /** Narrows `danger` to some parameters; without it every call is dangerous. */
  dangerWhen?(params: z.output<P>): boolean;
  /** May be called before a credential was shown. */
  readonly public?: boolean;
  /** Parameters that hold a secret: kept out of the audit log and of every store. */
  readonly secretParams?: readonly string[];
  /** The result holds a secret shown once: it is not kept for a repeated `idempotencyKey`. */
  readonly secretResult?: boolean;
  /** Protocol version that brought it. */
  readonly since: number;
  /** Valid parameters, shown in help and docs and run by the contract tests. */
  readonly example: z.input<P>;
}

type Defaults = 'cost' | 'mutates' | 'since';

type Written<P extends z.ZodType, R extends z.ZodType> = Omit<MethodSpec<P, R>, 'result' | 'role' | Defaults> &
  Partial<Pick<MethodSpec, 'role' | Defaults>> & {
    /** Made when first asked for: only tests and docs look at results, and building them all would slow every start. */
    readonly result: () => R;
  };

const define =
  (base: Pick<MethodSpec, 'role' | Defaults>) =>
  <P extends z.ZodType, R extends z.ZodType>({ result, ...spec }: Written<P, R>): MethodSpec<P, R> => {
    let made: R | undefined;
    return {
      ...base,
      ...spec,
      get result() {
        made ??= result();
        return made;
      },
    };
  };

/** A read: any viewer, cost 1. */
export const query = define({ role: 'viewer', cost: 1, mutates: false, since: 1 });

/** A change: an operator unless said otherwise, cost 5. */
export const mutation = define({ role: 'operator', cost: 5, mutates: true, since: 1 });
