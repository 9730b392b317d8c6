/**
 * Tells systemd how the service is doing. Node cannot write to systemd's datagram socket itself, so the program
 * `systemd-notify` does; the unit must say `NotifyAccess=all`. Does nothing where systemd did not ask.
 */
export class SystemdNotifier {
  readonly #env: NodeJS.ProcessEnv;
  #watchdog: NodeJS.Timeout | undefined;

  constructor(env: NodeJS.ProcessEnv = process.env) {
    this.#env = env;
  }

  /** It answers from now on; keeps the watchdog fed at half its time, where one is set. */
  ready(status: string): void {
    this.#notify('--ready', `--status=${status}`);
    const microseconds = Number(this.#env.WATCHDOG_USEC ?? 0);
    if (this.#env.NOTIFY_SOCKET && microseconds > 0) this.#watchdog = setInterval(() => this.#notify('WATCHDOG=1'), microseconds / 2000).unref();
  }

  stopping(): void {
    clearInterval(this.#watchdog);
    this.#notify('--stopping');
  }

  #notify(...what: string[]): void {
    if (!this.#env.NOTIFY_SOCKET) return;
    // Loaded only under systemd, for a quicker start elsewhere.
    const { execFile } = process.getBuiltinModule('node:child_process');
    execFile('systemd-notify', [`--pid=${process.pid}`, ...what], { env: this.#env }, () => {
      // systemd judges by what it hears; a missing `systemd-notify` shows as a start that times out, with this unit's log beside it.
    });
  }
}
