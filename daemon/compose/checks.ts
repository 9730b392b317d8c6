import fs from 'node:fs';
import type { Channels } from '../channels/channels.ts';
import type { Engine } from '../engine/engine.ts';
import type { Gateways } from '../gateways/gateways.ts';
import type { Vitals } from '../lifecycle/vitals.ts';
import type { Check } from '../rpc/handlers/daemon.ts';
import type { Foundation } from './foundation.ts';

/** Less than this, and the store may soon be unable to commit. */
const SPARE_BYTES = 200 * 1024 * 1024;
const SLOW_LOOP_MS = 200;

const check = (name: string, ok: boolean, fine: string, otherwise: string, bad: Check['status'] = 'degraded'): Check => ({
  name,
  status: ok ? 'ok' : bad,
  detail: ok ? fine : otherwise,
});

/** Health of what everything stands on. */
export function foundationChecks({ config, store, vault }: Foundation, vitals: Vitals): Check[] {
  const { bavail, bsize } = fs.statfsSync(store.file);
  const free = bavail * bsize;
  const problems = config.validate();
  const { p99 } = vitals.loopDelay();
  return [
    check('disk', free > SPARE_BYTES, `${Math.round(free / 1e6)} MB free`, `only ${Math.round(free / 1e6)} MB free where the store is`),
    check('config', problems.length === 0, 'valid', `the file has ${problems.length} mistakes; what was in force before stays`),
    check('vault', !vault.locked, 'open', vault.problem ?? ''),
    check(
      'event loop',
      p99 < SLOW_LOOP_MS,
      `${p99} ms behind at most, in 99 of 100 moments`,
      `${p99} ms behind in 1 of 100 moments; the machine is overloaded`,
    ),
  ];
}

/** A channel that waits for an operator makes the whole degraded, never failing: trading goes on without it. */
export const channelChecks = (channels: Channels): Check[] =>
  channels
    .list()
    .filter((channel) => channel.enabled)
    .map(({ id, state, reason, queued }) => check(`channel ${id}`, state !== 'parked' && state !== 'degraded', `${queued} messages wait`, reason ?? state));

/** A way in that should be open and is not: the others go on. */
export const gatewayChecks = (gateways: Gateways): Check[] =>
  gateways
    .list()
    .filter(({ state }) => state !== 'stopped')
    .map(({ id, state, address, reason }) => check(`way in ${id}`, state === 'running', `listens at ${address}`, reason ?? state));

/** Old prices keep the bot from trading, so the whole is degraded. */
export function deskChecks(engine: Engine): Check[] {
  const { state, data } = engine.desk().status();
  const age = data.ageMs === null ? 'no price yet' : `last price ${Math.round(data.ageMs / 1000)} s ago`;
  return [
    check('market data', data.state === 'fresh' || data.state === 'ended', `${data.label}: ${age}`, `${data.label} is ${data.state}: ${age}`),
    check('bot', state !== 'needs_attention', state, 'needs attention; bot.why says why'),
  ];
}
