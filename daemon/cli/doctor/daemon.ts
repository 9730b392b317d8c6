import type { Connection } from '../../client/index.ts';
import { ownPackage } from '../../lifecycle/package.ts';
import { dateTime, duration } from '../format/time.ts';
import { type Finding, fail, ok, warn } from './check.ts';

/** What only a running daemon can tell. */
export const DAEMON_CHECKS: ReadonlyArray<(client: Connection) => Promise<Finding>> = [checkVersion, checkHealth, checkVault, checkChannels, checkClock];

async function checkVersion(client: Connection): Promise<Finding> {
  const { version, pid, protocol } = await client.call('daemon.status', {});
  const own = ownPackage().version;
  const detail = `daemon ${version}, command ${own}, protocol ${protocol} (process ${pid})`;
  return version === own ? ok('versions', detail) : warn('versions', detail, 'Bring the daemon up to date with: nightdesk daemon restart');
}

async function checkHealth(client: Connection): Promise<Finding> {
  const { status, checks } = await client.call('daemon.health', {});
  const ill = checks.filter((check) => check.status !== 'ok').map((check) => `${check.name}: ${check.detail}`);
  if (status === 'ok') return ok('health', checks.map((check) => check.name).join(', '));
  return (status === 'failing' ? fail : warn)('health', ill.join('; '), 'See: nightdesk logs --level warning');
}

async function checkVault(client: Connection): Promise<Finding> {
  const { locked, key, items } = await client.call('secrets.status', {});
  if (locked) return warn('vault', `locked (${key})`, 'Unlock it with: nightdesk secret unlock');
  return ok('vault', `open by ${key}, ${items.length} secrets`);
}

async function checkChannels(client: Connection): Promise<Finding> {
  const { items } = await client.call('channels.list', {});
  const ill = items.filter((channel) => channel.state === 'parked' || channel.state === 'degraded');
  if (ill.length === 0) return ok('channels', items.length === 0 ? 'none' : items.map((channel) => `${channel.id} ${channel.state}`).join(', '));
  const detail = ill.map((channel) => `${channel.id} ${channel.state}${channel.reason ? `: ${channel.reason}` : ''}`).join('; ');
  const remedies = ill.map((channel) => channel.remedy && (ill.length > 1 ? `${channel.id}: ${channel.remedy}` : channel.remedy)).filter(Boolean);
  const remedy = remedies.join('; ') || 'See: nightdesk channels deliveries --state dead';
  return (ill.some((channel) => channel.state === 'parked') ? fail : warn)('channels', detail, remedy);
}

/** A journal whose last event lies in the future shows that the clock was set back. */
async function checkClock(client: Connection): Promise<Finding> {
  const { items } = await client.call('events.history', { limit: 1 });
  const now = Date.now();
  const ahead = (items[0]?.ts ?? 0) - now;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (ahead > 5000)
    return fail('clock', `the last event was written ${duration(ahead)} in the future`, 'Set the clock right: signatures and candles depend on it.');
  return ok('clock', `${dateTime(now, true)}, zone ${zone}`);
}
