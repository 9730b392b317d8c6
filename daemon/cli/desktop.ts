import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ownPackage } from '../lifecycle/package.ts';
import { resolvePaths } from '../lifecycle/paths.ts';

export type Opened = { readonly kind: 'desktop'; readonly pid: number };
export type NotOpened = { readonly kind: 'none'; readonly reason: string };

/** A console that can't start says so within this time. */
const SETTLE_MS = 1500;

/** Opens the desktop console, detached from this process; or tells why there is none. */
export async function openDesktop(): Promise<Opened | NotOpened> {
  const reason = missing();
  if (reason) return { kind: 'none', reason };
  return launch(electronBinary() as string);
}

function missing(): string | undefined {
  if (!electronBinary()) return 'the Electron runtime is not installed (npm run electron:install brings it)';
  if (!fs.existsSync(path.join(ownPackage().root, 'out/main/index.js'))) return 'it is not built (npm run build)';
  return hasDisplay() ? undefined : 'there is no display';
}

/** Electron's own rule: `path.txt` names the program within `dist`, or within the folder that the variable names. */
function electronBinary(): string | undefined {
  const folder = path.join(ownPackage().root, 'node_modules/electron');
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const name = path.join(folder, 'path.txt');
  if (!fs.existsSync(name)) return undefined;
  const binary = path.join(override ?? path.join(folder, 'dist'), fs.readFileSync(name, 'utf8').trim());
  return fs.existsSync(binary) ? binary : undefined;
}

const hasDisplay = (): boolean => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

async function launch(binary: string): Promise<Opened | NotOpened> {
  const { logs } = resolvePaths();
  fs.mkdirSync(logs, { recursive: true, mode: 0o700 });
  const file = path.join(logs, 'console.log');
  const log = fs.openSync(file, 'w', 0o600);
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  // Chromium's sandbox can't be set up by root, and it refuses to start rather than go without.
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(binary, [...root, ownPackage().root], { detached: true, stdio: ['ignore', log, log], env });
  fs.closeSync(log);
  const outcome = await Promise.race([
    new Promise<string>((resolve) => child.once('error', (error) => resolve(error.message))),
    new Promise<string | undefined>((resolve) => child.once('exit', (code) => resolve(code === 0 ? undefined : `it ended with ${code}; see ${file}`))),
    setTimeout(SETTLE_MS),
  ]);
  child.unref();
  child.removeAllListeners();
  return outcome === undefined ? { kind: 'desktop', pid: child.pid ?? 0 } : { kind: 'none', reason: outcome };
}
