import type { ChannelsOptions } from '../../../../daemon/channels/channels.ts';
import type { ChannelKind, Outgoing } from '../../../../daemon/channels/descriptor.ts';
import { ManualClock } from '../../../fakes/manual-clock.ts';
import { Desk } from '../support/desk.ts';
import { fakeKind } from '../support/kinds.ts';

/** Lets everything run that waits for nothing but its turn. */
export const settle = async (turns = 12): Promise<void> => {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
};

const ALL: ChannelKind['render'] = ({ text }) => [{ target: 'all', message: text }];

/** A desk whose time is moved by hand, with one channel that writes down what it is given. */
export class NightDesk {
  readonly clock: ManualClock;
  readonly taken: Outgoing[] = [];
  /** Whether the other side can be reached. */
  online = true;
  desk: Desk;
  readonly #more: Partial<ChannelsOptions>;
  readonly #render: ChannelKind['render'];

  private constructor(now: string, render: ChannelKind['render'], more: Partial<ChannelsOptions>) {
    this.clock = new ManualClock(Date.parse(now));
    this.#more = more;
    this.#render = render;
    this.desk = new Desk(undefined, this.#options());
  }

  /** @param routing of the channel `ops` */
  static async open(
    now: string,
    routing: object,
    more: Partial<ChannelsOptions> & { topics?: string[]; timeZone?: string; render?: ChannelKind['render'] } = {},
  ): Promise<NightDesk> {
    const { topics = ['*'], timeZone = 'Europe/Berlin', render = ALL, ...options } = more;
    const night = new NightDesk(now, render, options);
    await night.desk.channels.start();
    await night.desk.channels.configure({ id: 'ops', kind: 'fake', topics, settings: { timeZone }, routing: routing as Record<string, unknown> }, 'test');
    await settle();
    night.taken.length = 0;
    return night;
  }

  #options(): Partial<ChannelsOptions> {
    const kind = fakeKind(
      'fake',
      {
        send: async (message) => {
          if (!this.online) return { outcome: 'retry', reached: false, error: 'offline' };
          this.taken.push(message);
          return { outcome: 'delivered' };
        },
      },
      { render: this.#render },
    );
    return { kinds: [kind], clock: this.clock, random: () => 0.5, ...this.#more };
  }

  get texts(): string[] {
    return this.taken.map(({ message }) => message);
  }

  get deliveries() {
    return this.desk.channels.deliveries({ limit: 1000 }).items.toReversed();
  }

  async tell(...texts: string[]): Promise<void> {
    this.desk.tell(...texts);
    await settle();
  }

  /** Critical news. */
  async alarm(text: string): Promise<void> {
    this.desk.journal.append('exception', { source: 'test', text });
    await settle();
  }

  /** Time passes, and what comes due happens at its time. */
  async pass(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute++) {
      this.clock.advance(60_000);
      await settle(4);
    }
    await settle();
  }

  async restart(minutesDown = 0): Promise<void> {
    await this.desk.channels.stop();
    this.desk.config.stop();
    this.desk.store.close();
    this.clock.stall(minutesDown * 60_000);
    this.desk = new Desk(this.desk.home, this.#options());
    await this.desk.channels.start();
    await settle();
  }

  async close(): Promise<void> {
    await this.desk.stop();
    this.desk.remove();
  }
}
