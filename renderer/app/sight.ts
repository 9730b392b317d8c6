import type { Connection, Subscription } from '../../daemon/client/connection.ts';
import type { Topic, TypedEvent } from '../../daemon/protocol/index.ts';

/** A glance at another window does not end it. */
const LEAVE_MS = 5000;

interface Options {
  /** Without numbers, so that what was missed of them is not owed. */
  readonly topics: readonly Topic[];
  readonly onEvent: (event: TypedEvent) => void;
  /** Seen again after topics were missed: what they would have told is to be asked for. */
  readonly onReturn: () => void;
}

/** Hears, only for as long as the page is in sight, of what is of no use to nobody looking. */
export function hearInSight(connection: Connection, { topics, onEvent, onReturn }: Options): void {
  const listen = (): Subscription => connection.subscribe({ topics }, { onEvent });
  let stream: Subscription | null = document.hidden ? null : listen();
  let leaving: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(leaving);
    if (document.hidden) {
      leaving = setTimeout(() => {
        stream?.close();
        stream = null;
      }, LEAVE_MS);
    } else if (stream === null) {
      stream = listen();
      onReturn();
    }
  });
}
