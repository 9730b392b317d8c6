// `npm test`: installs, builds, checks and tests; ends with `N passed, N failed, N skipped`.
import path from 'node:path';
import { build, install, NODE, ROOT, run, say } from './lib.mjs';
import { systemTools } from './system-tools.mjs';

const bin = (name) => path.join(ROOT, 'node_modules/.bin', name);

install();
systemTools();
build();
say('checking types and style');
run(bin('tsc'), []);
run(bin('biome'), ['check', '--error-on-warnings', '--diagnostic-level=warn']);
say('testing');
run(NODE, [path.join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', ...process.argv.slice(2)], {
  env: { NIGHTDESK_ENTRY: 'built' },
});
