import { RpcError } from '../protocol/errors.ts';
import type { BotState } from '../protocol/schemas/bot.ts';

export type Verb = 'start' | 'stop' | 'pause' | 'resume' | 'panic' | 'rearm';

/** What a state lets happen on its own, without a person's doing. */
export interface Permissions {
  /** Strategies may open trades. */
  readonly entries: boolean;
  /** Strategies may close trades and cancel their orders. */
  readonly strategyExits: boolean;
  /** Stop-loss, take-profit and trailing stop are watched. */
  readonly protection: boolean;
  /** A person may place an entry by hand. */
  readonly manualEntries: boolean;
}

/**
 * Stopped and paused keep the stops: a position is never left alone by a verb that sounds harmless. Only a panic takes
 * everything off, for whoever panics wants nothing sold or bought but by hand.
 */
export const PERMISSIONS: Readonly<Record<BotState, Permissions>> = {
  running: { entries: true, strategyExits: true, protection: true, manualEntries: true },
  paused: { entries: false, strategyExits: true, protection: true, manualEntries: true },
  stopped: { entries: false, strategyExits: false, protection: true, manualEntries: true },
  needs_attention: { entries: false, strategyExits: true, protection: true, manualEntries: false },
  panicked: { entries: false, strategyExits: false, protection: false, manualEntries: false },
};

/**
 * The state a verb leads to. A verb that asks for no more safety than there is already changes nothing and is no error:
 * stopping a stopped bot is stopped. `start` and `resume` out of `needs_attention` are for the caller to allow, once the
 * books are in order.
 *
 * @throws RpcError `conflict` when the state forbids the verb, with the way out as its hint
 */
export function nextState(state: BotState, verb: Verb): BotState {
  switch (verb) {
    case 'panic':
      return 'panicked';
    case 'stop':
      return state === 'panicked' ? state : 'stopped';
    case 'pause':
      return state === 'running' ? 'paused' : state;
    case 'start':
      if (state === 'panicked') throw panicked('start');
      return 'running';
    case 'resume':
      if (state === 'panicked') throw panicked('resume');
      if (state === 'stopped') throw new RpcError('conflict', 'The bot is stopped, not paused', { hint: 'Start it with bot.start' });
      return 'running';
    case 'rearm':
      if (state === 'stopped') return state;
      if (state !== 'panicked') throw new RpcError('conflict', `The bot is ${state}: there is no panic to lift`);
      return 'stopped';
  }
}

const panicked = (verb: string): RpcError =>
  new RpcError('conflict', `The bot is panicked and can't ${verb}`, { hint: 'Lift the panic with bot.rearm first; the bot is then stopped' });
