import os from 'node:os';
import path from 'node:path';
import { configSchema } from '../config/store.ts';
import { readJson, tail, writeAtomic } from '../lifecycle/files.ts';
import type { Paths } from '../lifecycle/paths.ts';
import type { LogHub } from '../log/hub.ts';
import { LOG_FILE } from '../log/names.ts';
import { plain } from '../log/plain.ts';
import type { Foundation } from './foundation.ts';

const LINES = 200;

/** What a bug report needs. Secrets are out by value; the vault itself is never in it. */
export function diagnose({ config, store, vault }: Foundation, paths: Paths, hub: LogHub, more: Record<string, unknown>): Record<string, unknown> {
  const { locked, key, items } = vault.status();
  const report = {
    runtime: { ...process.versions, platform: process.platform, arch: process.arch, release: os.release(), memory: os.totalmem(), cpus: os.cpus().length },
    paths,
    config: config.get(),
    overridden: config.overridden,
    problems: config.validate(),
    schema: store.prepare<[], { user_version: number }>('PRAGMA user_version').get()?.user_version,
    vault: { locked, key, secrets: items.map(({ name, updatedAt }) => ({ name, updatedAt })) },
    ...more,
  };
  return {
    ...(plain(report, hub.redactor.clean) as Record<string, unknown>),
    log: tail(path.join(paths.logs, LOG_FILE), LINES).map(hub.redactor.clean),
    bootLog: tail(paths.bootLog, LINES).map(hub.redactor.clean),
  };
}

/** Lays the schema beside the configuration, so that editors complete and check it without a network. */
export function publishSchema(paths: Paths): void {
  const file = path.join(path.dirname(paths.config), 'config.schema.json');
  const schema = configSchema();
  if (JSON.stringify(readJson(file)) !== JSON.stringify(schema)) writeAtomic(file, `${JSON.stringify(schema, null, 2)}\n`, { durable: false });
}
