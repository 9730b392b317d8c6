// `npm start`: from a fresh clone to a running desk. Runs on any Node from 18 on; all later steps use the project's own.
import path from 'node:path';
import { build, install, NODE, ROOT, run } from './lib.mjs';

install();
build();
run(NODE, [path.join(ROOT, 'out/main/cli.js'), 'up', ...process.argv.slice(2)]);
