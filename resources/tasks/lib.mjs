import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const windows = process.platform === 'win32';
export const NODE = path.join(ROOT, 'node_modules/node/bin', windows ? 'node.exe' : 'node');
const at = (...parts) => path.join(ROOT, ...parts);

export function say(text) {
  console.log(`\u00b7 ${text}`);
}

/** Runs a program in the project's root with its own Node first on PATH; ends this process when it fails. */
export function run(command, args, { env = {}, quiet = false, allowFailure = false } = {}) {
  const search = [path.dirname(NODE), at('node_modules/.bin'), process.env.PATH].join(path.delimiter);
  const result = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, PATH: search, ...env },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    shell: windows,
    encoding: 'utf8',
  });
  if (result.error && !allowFailure) fail(`${command} could not be run: ${result.error.message}`);
  if (result.status !== 0 && !allowFailure) {
    if (quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    fail(`"${[command, ...args].join(' ')}" ended with ${result.signal ?? `exit code ${result.status}`}`, result.status ?? 1);
  }
  return result;
}

export function fail(text, code = 1) {
  console.error(text);
  process.exit(code);
}

/** Installs what package-lock.json names when node_modules does not match it, and the Node runtime the daemon needs. */
export function install() {
  const lock = fs.readFileSync(at('package-lock.json'));
  const marker = at('node_modules/.installed-lock');
  const current = fs.existsSync(marker) && fs.readFileSync(marker).equals(lock);
  if (!current) {
    say('installing packages (a minute on the first run)');
    // `npm ci` empties node_modules first, the running Node included: right for a first install only.
    const how = fs.existsSync(at('node_modules')) ? ['install', '--no-save'] : ['ci'];
    run('npm', [...how, '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
  }
  if (!nodeWorks()) {
    say('installing the Node runtime');
    run('npm', ['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error'], { quiet: true, allowFailure: true });
    if (!nodeWorks()) standIn();
    if (!nodeWorks()) fail('The Node 24 runtime could not be installed from the npm registry. Install Node 24 yourself and try again.');
  }
  if (!current) fs.writeFileSync(marker, lock);
}

function nodeWorks() {
  const probe = spawnSync(NODE, ['-p', 'process.versions.napi'], { encoding: 'utf8' });
  return probe.status === 0 && Number(probe.stdout) >= 10;
}

/** On a platform without a packaged runtime, the Node that runs this takes its place if it is new enough. */
function standIn() {
  if (Number(process.versions.napi) < 10 || !fs.existsSync(process.execPath)) return;
  fs.mkdirSync(path.dirname(NODE), { recursive: true });
  fs.copyFileSync(process.execPath, NODE);
}

/** Builds main, preload, renderer, daemon and CLI into `out/` when a source is newer than the last build. */
export function build() {
  const marker = at('out/.built');
  const built = fs.existsSync(marker) ? fs.statSync(marker).mtimeMs : 0;
  const sources = ['main', 'preload', 'renderer', 'daemon', 'electron.vite.config.ts', 'package-lock.json'];
  if (sources.every((source) => newest(at(source)) < built)) return;
  say('building');
  const started = Date.now();
  run(NODE, [at('node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'], { quiet: true });
  fs.writeFileSync(marker, '');
  fs.utimesSync(marker, new Date(started), new Date(started));
}

function newest(file) {
  const stat = fs.statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return fs.readdirSync(file).reduce((latest, name) => Math.max(latest, newest(path.join(file, name))), stat.mtimeMs);
}
