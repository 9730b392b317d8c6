import { z } from 'zod';
import { ERROR_KINDS, type ErrorKind } from './rpc-error.ts';

/** Apart from the schemas, so that the console takes the class without the validator. */
export * from './rpc-error.ts';

export const ErrorKindName = z.enum(Object.keys(ERROR_KINDS) as [ErrorKind, ...ErrorKind[]]);

export const ErrorData = z.object({
  kind: ErrorKindName,
  retryable: z.boolean(),
  field: z.string().optional().meta({ description: 'Path of the offending parameter, such as `price`' }),
  hint: z.string().optional().meta({ description: 'What to do about it' }),
  ref: z.string().optional().meta({ description: 'Finds the details in the log' }),
  token: z.string().optional().meta({ description: 'With `confirmation_required`: the token for `rpc.confirm`' }),
  expiresAt: z.int().optional(),
  retryAfterMs: z.int().optional(),
});
export type ErrorData = z.infer<typeof ErrorData>;

export const ErrorObject = z.object({ code: z.int(), message: z.string(), data: ErrorData });
export type ErrorObject = z.infer<typeof ErrorObject>;
