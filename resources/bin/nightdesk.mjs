#!/usr/bin/env node
// The `nightdesk` command. Plain JavaScript for any Node from 18 on: it finds a Node new enough for the daemon's native
// module, which an older one would crash on without a word, before anything of the program is loaded.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NAPI_NEEDED = 10;
const root = path.join(path.dirname(fs.realpathSync(fileURLToPath(import.meta.url))), '../..');
const cli = path.join(root, 'out/main/cli.js');

if (!fs.existsSync(cli)) fail(`Nightdesk is not built yet. Run \`npm run build\` (or \`npm start\`) in ${root}.`);
if (Number(process.versions.napi) >= NAPI_NEEDED) await import(pathToFileURL(cli).href);
else runWithNewerNode();

function runWithNewerNode() {
  const node = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!fs.existsSync(node))
    fail(`Nightdesk needs Node 22.14 or newer; this is Node ${process.versions.node}. Run \`npm start\` in ${root}, which brings its own.`);
  const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child too, and it is the child that knows how to end.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => fail(`${node} could not be run: ${error.message}`));
  child.on('exit', (code) => process.exit(code ?? 1));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
