import type { Migration } from '../migrate.ts';

/** Reasons that are told in English are kept with their code (JSON), so that they can be told in other languages too. */
export const causes: Migration = {
  id: 14,
  name: 'causes',
  sql: `
    ALTER TABLE accounts ADD COLUMN state_cause TEXT;
    ALTER TABLE locks ADD COLUMN cause TEXT;
  `,
};
