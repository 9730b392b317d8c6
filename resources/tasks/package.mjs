// `npm run package`: builds and packs the desktop console for this system. `npm run package -- --linux deb` names others.
// Electron and the tools of each format come from GitHub; see resources/docs/release.md.
import path from 'node:path';
import { build, install, NODE, ROOT, run, say } from './lib.mjs';

install();
build();
say('packing');
const builder = path.join(ROOT, 'node_modules/electron-builder/cli.js');
run(NODE, [builder, '--config', 'resources/packaging/electron-builder.json', '--publish', 'never', ...process.argv.slice(2)]);
