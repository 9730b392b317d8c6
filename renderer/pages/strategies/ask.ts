import i18next from 'i18next';
import { ask } from '../../app/confirmation.ts';
import type { Strategy } from './strategy-list.tsx';

/** Asks where trades of the strategy are open; what is asked about changes how they end. */
export async function askBeforeChange(method: string, { title, openTrades }: Strategy, what: 'disable' | 'configure'): Promise<boolean> {
  if (openTrades === 0) return true;
  return ask({
    method,
    params: {},
    danger: i18next.t(`strategies.ask.${what}.text`, { count: openTrades }),
    title: i18next.t(`strategies.ask.${what}.title`, { title }),
    yes: i18next.t(`strategies.ask.${what}.yes`),
  });
}
