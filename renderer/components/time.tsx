import { useDaemonNow } from '../app/clock.ts';
import { useFormats } from '../app/use-formats.ts';
import { utc } from '../lib/format.ts';

interface Props {
  /** UTC milliseconds. */
  readonly ts: number;
}

/** Day and time in the reader's zone; UTC on hover and on copying. */
export function Moment({ ts }: Props) {
  return <Instant ts={ts} text={useFormats().moment(ts)} />;
}

/** Time of day with seconds in the reader's zone; UTC on hover and on copying. */
export function Clock({ ts }: Props) {
  return <Instant ts={ts} text={useFormats().clock(ts)} />;
}

/** How long ago, counting on; UTC on hover and on copying. `now` where a market has a calendar of its own. */
export function Age({ ts, now }: Props & { readonly now?: number }) {
  const daemonNow = useDaemonNow();
  return <Instant ts={ts} text={useFormats().duration(Math.max(0, (now ?? daemonNow) - ts))} />;
}

const Instant = ({ ts, text }: Props & { readonly text: string }) => (
  <time dateTime={new Date(ts).toISOString()} title={utc(ts)} data-copy={new Date(ts).toISOString()} className="num">
    {text}
  </time>
);
