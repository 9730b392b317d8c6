// Runs a TypeScript program of the project against the built daemon: `npm run bench`, `npm run chaos`.
import { build, install, NODE, run } from './lib.mjs';

install();
build();
run(NODE, process.argv.slice(2), { env: { NIGHTDESK_ENTRY: 'built' } });
