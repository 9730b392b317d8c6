import type { Statement, Store } from '../../store/store.ts';
import { CurveTally } from '../performance/curve-tally.ts';
import type { EquitySample } from '../performance/input.ts';

interface Kept {
  readonly account: string;
  readonly tally: CurveTally;
  samples: number;
  /** Time of the last sample in it. */
  until: number;
}

/**
 * What the curve of the account asked for last tells. Only samples since are read; the newest is read again each time, since
 * it may still be written over. Where the count shows that one came out of order, after the clock was set back, all are read
 * again.
 */
export class KeptCurve {
  readonly #rows: Statement<[string, number], EquitySample>;
  readonly #count: Statement<[string, number], { count: number }>;
  #kept: Kept | undefined;

  constructor(store: Pick<Store, 'prepare'>) {
    this.#rows = store.prepare('SELECT ts, equity FROM equity WHERE account = ? AND ts > ? ORDER BY ts');
    this.#count = store.prepare('SELECT count(*) AS count FROM equity WHERE account = ? AND ts <= ?');
  }

  /** Of all samples of the account. Not to be added to: `fork` it. */
  curve(account: string): CurveTally {
    let kept = this.#kept;
    if (kept?.account !== account || this.#count.get(account, kept.until)?.count !== kept.samples) {
      kept = { account, tally: new CurveTally(), samples: 0, until: Number.MIN_SAFE_INTEGER };
    }
    let newest: EquitySample | undefined;
    for (const sample of this.#rows.iterate(account, kept.until)) {
      if (newest !== undefined) settle(kept, newest);
      newest = sample;
    }
    this.#kept = kept;
    const whole = kept.tally.fork();
    if (newest !== undefined) whole.add(newest);
    return whole;
  }
}

function settle(kept: Kept, sample: EquitySample): void {
  kept.tally.add(sample);
  kept.samples += 1;
  kept.until = sample.ts;
}
