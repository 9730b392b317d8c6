import type { Candle } from '../../../protocol/schemas/market.ts';

/** A point in time with a value; values are for drawing only. */
export interface Point {
  readonly ts: number;
  readonly value: number;
}

export interface Mark {
  readonly ts: number;
  readonly price: number;
  readonly kind: 'entry' | 'exit';
}

/** What is to be drawn. Plain data, since it goes to another thread. */
export type PictureOrder =
  | { readonly kind: 'equity'; readonly title: string; readonly points: readonly Point[] }
  | { readonly kind: 'bars'; readonly title: string; readonly bars: ReadonlyArray<{ readonly label: string; readonly value: number }> }
  | { readonly kind: 'candles'; readonly title: string; readonly candles: readonly Candle[]; readonly marks: readonly Mark[] };
