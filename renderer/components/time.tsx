import { useMarketNow } from '../app/clock.ts';
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

/** Day and time with seconds in the reader's zone; UTC on hover and on copying. */
export function Stamp({ ts }: Props) {
  return <Instant ts={ts} text={useFormats().stamp(ts)} />;
}

/** How long ago by the market's clock, counting on; UTC on hover and on copying. */
export function Age({ ts }: Props) {
  const now = useMarketNow();
  return <Instant ts={ts} text={useFormats().duration(Math.max(0, now - ts))} />;
}

const Instant = ({ ts, text }: Props & { readonly text: string }) => (
  <time dateTime={new Date(ts).toISOString()} title={utc(ts)} data-copy={new Date(ts).toISOString()} className="num">
    {text}
  </time>
);
