import { z } from 'zod';

const params = z
  .record(z.string(), z.union([z.string(), z.number()]))
  .optional()
  .meta({ description: 'What the text names, for a text in another language: decimals as strings, shares of one, UTC milliseconds' });

/** Why, by its code. */
export const Cause = z.object({ code: z.string(), params }).meta({ id: 'Cause' });

/** Fields beside a `text` of the daemon that say the same to whoever words it anew; absent where there is no code. */
export const codedFields = {
  code: z.string().optional().meta({ description: 'What it is, in a stable word, such as `max_exposure` or `crashed`' }),
  params,
  cause: Cause.optional().meta({ description: 'What `params.reason` says, by its own code' }),
};
