import type { Notification } from 'electron';
import { SYSTEM_TIMERS, type Timers } from '../daemon/client/timers.ts';
import type { ElectronApi } from './electron.ts';
import { NOTICE_LEVELS, type Notice } from './notice.ts';
import type { Notify } from './settings.ts';

/** The same is not told twice within this time. */
const REPEAT_MS = 60_000;
/** As many may come within that time: after a long sleep of the machine, more would bury the screen. */
const MAX_RECENT = 5;

interface NotifierOptions {
  readonly electron: Pick<ElectronApi, 'Notification'>;
  readonly icon: string;
  readonly settings: () => Notify;
  /** A notification was clicked. */
  readonly onOpen: (page: string) => void;
  readonly timers?: Timers;
}

/** Shows notices on the desktop, from the level that was chosen on. A critical one is shown however many there were. */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #timers: Timers;
  #recent: Array<{ readonly at: number; readonly key: string }> = [];
  /** One that nothing holds is collected, and its click lost. */
  readonly #shown = new Set<Notification>();

  constructor(options: NotifierOptions) {
    this.#options = options;
    this.#timers = options.timers ?? SYSTEM_TIMERS;
  }

  tell(notice: Notice): void {
    if (!this.#wanted(notice)) return;
    const { electron, icon, settings, onOpen } = this.#options;
    if (!electron.Notification.isSupported()) return;
    const { level, title, body, page } = notice;
    const urgency = level === 'critical' ? 'critical' : level === 'info' ? 'low' : 'normal';
    const notification = new electron.Notification({ title, body, icon, silent: !settings().sound, urgency });
    const forget = () => void this.#shown.delete(notification);
    notification.on('click', () => {
      forget();
      onOpen(page);
    });
    notification.on('close', forget);
    notification.on('failed', forget);
    this.#shown.add(notification);
    notification.show();
  }

  #wanted({ level, title, body }: Notice): boolean {
    const { from } = this.#options.settings();
    if (from === 'off' || NOTICE_LEVELS.indexOf(level) < NOTICE_LEVELS.indexOf(from)) return false;
    const at = this.#timers.now();
    const key = `${title}\n${body}`;
    this.#recent = this.#recent.filter((one) => one.at > at - REPEAT_MS);
    if (this.#recent.some((one) => one.key === key)) return false;
    if (level !== 'critical' && this.#recent.length >= MAX_RECENT) return false;
    this.#recent.push({ at, key });
    return true;
  }
}
