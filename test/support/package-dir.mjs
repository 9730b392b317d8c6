// Packs the console as a release does, into a folder: electron-builder with the real configuration, but with a file that
// merely stands where Electron's program would be. Usage: package-dir.mjs <folder of that Electron> <folder to pack into>
import fs from 'node:fs';
import path from 'node:path';
import { build, Platform } from 'electron-builder';

const root = path.join(import.meta.dirname, '../..');
const [electronDist, output] = process.argv.slice(2);
const config = JSON.parse(fs.readFileSync(path.join(root, 'resources/packaging/electron-builder.json'), 'utf8'));
await build({
  projectDir: root,
  targets: Platform.LINUX.createTarget('dir'),
  publish: 'never',
  config: { ...config, electronDist, directories: { ...config.directories, output } },
});
