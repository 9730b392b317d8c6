import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '../..');

/** The programs under test: as built for users with `NIGHTDESK_ENTRY=built` (as `npm test` does), else from source. */
const built = process.env.NIGHTDESK_ENTRY === 'built';
export const DAEMON = path.join(ROOT, built ? 'out/main/daemon.js' : 'daemon/main.ts');
export const CLI = path.join(ROOT, built ? 'out/main/cli.js' : 'daemon/cli/main.ts');
