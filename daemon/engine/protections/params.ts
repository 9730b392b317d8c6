import { z } from 'zod';
import { span } from './span.ts';

export const stop = (candles: number) => span('How long nothing is entered, from when the last of the trades closed', candles);
export const lookback = (candles: number) => span('Trades that closed within this time count', candles);
export const tradeLimit = (trades: number, description: string) => z.int().min(1).max(10_000).default(trades).meta({ description });
