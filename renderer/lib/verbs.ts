import type { BotState } from '../../daemon/protocol/schemas/bot.ts';

/** What an operator can ask of a bot. `flatten` is a panic that sells every position too. */
export type Verb = 'start' | 'stop' | 'pause' | 'resume' | 'panic' | 'flatten' | 'rearm';

/** Which verbs make sense in each state: in the place of pause, and in the place of start. */
interface Offer {
  readonly pause: { readonly verb: 'pause' | 'resume'; readonly enabled: boolean };
  readonly run: { readonly verb: 'start' | 'stop' | 'rearm'; readonly enabled: boolean };
  readonly panic: boolean;
}

const OFFERS: Record<BotState, Offer> = {
  running: { pause: { verb: 'pause', enabled: true }, run: { verb: 'stop', enabled: true }, panic: true },
  paused: { pause: { verb: 'resume', enabled: true }, run: { verb: 'stop', enabled: true }, panic: true },
  stopped: { pause: { verb: 'pause', enabled: false }, run: { verb: 'start', enabled: true }, panic: true },
  needs_attention: { pause: { verb: 'pause', enabled: false }, run: { verb: 'start', enabled: true }, panic: true },
  panicked: { pause: { verb: 'pause', enabled: false }, run: { verb: 'rearm', enabled: true }, panic: true },
};

const NOTHING: Offer = { pause: { verb: 'pause', enabled: false }, run: { verb: 'start', enabled: false }, panic: false };

/** The verbs to show, in their places; none is enabled while the daemon cannot be heard or the state is not known. */
export function offerFor(state: BotState | null, connected: boolean): Offer {
  const { pause, run, panic } = state === null ? NOTHING : OFFERS[state];
  return {
    pause: { ...pause, enabled: pause.enabled && connected },
    run: { ...run, enabled: run.enabled && connected },
    panic: panic && connected,
  };
}

const LEADS_TO: Record<Verb, BotState> = {
  start: 'running',
  resume: 'running',
  stop: 'stopped',
  pause: 'paused',
  panic: 'panicked',
  flatten: 'panicked',
  rearm: 'stopped',
};

/** A state assumed after a verb, until the daemon says so itself or time is up. */
export interface Expectation {
  readonly account: string;
  readonly verb: Verb;
  readonly state: BotState;
  /** This machine's clock, milliseconds. */
  readonly at: number;
}

/** How long a verb may stay unconfirmed before the page shows the known state again. */
export const CONFIRM_WITHIN_MS = 3000;

export const expect = (account: string, verb: Verb, at: number): Expectation => ({ account, verb, state: LEADS_TO[verb], at });
