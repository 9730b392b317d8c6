import { useEffect, useState } from 'react';
import type { Params, Result } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';
import type { Outcome } from '../../lib/failure.ts';

export type Wanted = Params<'orders.preview'>;
export type Preview = Outcome<Result<'orders.preview'>>;

/** Lets a number be typed to its end before it is judged. */
const SETTLE_MS = 150;
/** Prices and limits move on meanwhile. */
const RENEW_MS = 2000;

/** What the daemon would say to an order, by the very checks of placing it. Null while it is not known for what is typed now. */
export function usePreview(wanted: Wanted | null): Preview | null {
  const session = useSession();
  const key = JSON.stringify(wanted);
  const [known, setKnown] = useState<{ readonly key: string; readonly preview: Preview } | null>(null);
  useEffect(() => {
    const params = JSON.parse(key) as Wanted | null;
    if (params === null) return;
    let current = true;
    const ask = async () => {
      const preview = await session.attempt('orders.preview', params);
      if (current) setKnown({ key, preview });
    };
    const first = setTimeout(() => void ask(), SETTLE_MS);
    const timer = setInterval(() => void ask(), RENEW_MS);
    return () => {
      current = false;
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [session, key]);
  return known?.key === key ? known.preview : null;
}
