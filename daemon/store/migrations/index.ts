import type { Migration } from '../migrate.ts';
import { journal } from './0001-journal.ts';
import { rpc } from './0002-rpc.ts';
import { channels } from './0003-channels.ts';
import { trading } from './0004-trading.ts';
import { log } from './0005-log.ts';
import { vault } from './0006-vault.ts';
import { telegram } from './0007-telegram.ts';
import { routing } from './0008-routing.ts';
import { alerts } from './0009-alerts.ts';
import { signals } from './0010-signals.ts';
import { locks } from './0011-locks.ts';
import { plugins } from './0012-plugins.ts';
import { deletedTrades } from './0013-deleted-trades.ts';
import { causes } from './0014-causes.ts';

/** In order; a landed migration is never edited, a change is a new one. */
export const MIGRATIONS: readonly Migration[] = [
  journal,
  rpc,
  channels,
  trading,
  log,
  vault,
  telegram,
  routing,
  alerts,
  signals,
  locks,
  plugins,
  deletedTrades,
  causes,
];
