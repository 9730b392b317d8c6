import type { z } from 'zod';
import type { MethodSpec } from '../method.ts';
import { alerts } from './alerts.ts';
import { bot } from './bot.ts';
import { channels } from './channels.ts';
import { daemon } from './daemon.ts';
import { events } from './events.ts';
import { gateways } from './gateways.ts';
import { locks } from './locks.ts';
import { markets } from './markets.ts';
import { performance } from './performance.ts';
import { plugins } from './plugins.ts';
import { protections } from './protections.ts';
import { records } from './records.ts';
import { replay } from './replay.ts';
import { risk } from './risk.ts';
import { rpc } from './rpc.ts';
import { session } from './session.ts';
import { settings } from './settings.ts';
import { signals } from './signals.ts';
import { strategies } from './strategies.ts';
import { trading } from './trading.ts';

/** The contract: every method, declared once. */
export const METHODS = {
  ...session,
  ...rpc,
  ...events,
  ...bot,
  ...trading,
  ...performance,
  ...markets,
  ...locks,
  ...strategies,
  ...risk,
  ...protections,
  ...channels,
  ...alerts,
  ...signals,
  ...gateways,
  ...plugins,
  ...records,
  ...settings,
  ...replay,
  ...daemon,
} as const satisfies Record<string, MethodSpec>;

export type MethodName = keyof typeof METHODS;
/** Parameters as a caller writes them. */
export type Params<M extends MethodName> = z.input<(typeof METHODS)[M]['params']>;
/** Parameters as a handler receives them. */
export type ParsedParams<M extends MethodName> = z.output<(typeof METHODS)[M]['params']>;
export type Result<M extends MethodName> = z.output<(typeof METHODS)[M]['result']>;

export const isMethod = (name: string): name is MethodName => Object.hasOwn(METHODS, name);
