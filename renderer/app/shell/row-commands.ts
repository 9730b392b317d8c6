import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import type { Order, Position, Trade } from '../../../daemon/protocol/schemas/trading.ts';
import type { Formats } from '../../lib/format.ts';
import { useSession } from '../context.tsx';
import { selectBook, selectFigures, selectMayAct, useDesk } from '../desk.ts';
import { complain, tell, tellUndoable } from '../notice.ts';
import type { Session } from '../session.ts';
import { type Strategy, switchStrategy } from '../strategy-change.ts';
import { useAnswer } from '../use-answer.ts';
import { useFormats } from '../use-formats.ts';
import { useLifting } from '../use-lifting.ts';
import { go } from '../use-place.ts';
import type { Command, CommandGroup } from './commands.ts';

type Lock = Result<'markets.locks.list'>['items'][number];

interface Means {
  readonly t: TFunction;
  readonly formats: Formats;
  readonly session: Session;
  readonly account: string;
}

/** What stands for all pairs in the contract. */
const ALL_PAIRS = '*';
const HOUR = 60;
/** How long a pair can be locked for from here, minutes; the form of the risk page has more, and a reason. */
const LOCK_LENGTHS = [HOUR, 4 * HOUR, 24 * HOUR, 168 * HOUR];
const MINUTE_MS = 60_000;

/**
 * What can be done to one thing: a position, an order, a strategy, a channel, a pair, a trade. What is dangerous asks as
 * its page does. The books are taken as they stood when the palette was opened: no entry moves under the reader's hand.
 */
export function useRowCommands(): readonly CommandGroup[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const session = useSession();
  const lift = useLifting();
  const mayAct = useDesk(selectMayAct);
  const account = useDesk((state) => state.account);
  const [book] = useState(() => selectBook(useDesk.getState()));
  const [pairs] = useState(() => Object.keys(selectFigures(useDesk.getState()).markets).sort());
  const strategies = useAnswer('strategies.list', {}).value?.items;
  const channels = useAnswer('channels.list', {}).value?.items;
  const locks = useAnswer('markets.locks.list', { account }).value?.items;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `lift` acts alike in every render
  return useMemo(() => {
    const means = { t, formats, session, account };
    const acting = [
      { value: t('positions.title'), items: book.positions.map((position) => closing(means, position)) },
      { value: t('orders.open'), items: book.orders.map((order) => cancelling(means, order)) },
      { value: t('page.strategies'), items: (strategies ?? []).map((strategy) => switching(means, strategy)) },
      { value: t('page.channels'), items: (channels ?? []).map(({ id }) => testing(means, id)) },
      { value: t('locks.title'), items: (locks ?? []).map((lock) => unlocking(means, lock, lift)) },
      { value: t('locks.form'), items: [ALL_PAIRS, ...pairs].flatMap((pair) => LOCK_LENGTHS.map((minutes) => locking(means, pair, minutes))), onlyFound: true },
    ];
    const trades = { value: t('page.trades'), items: book.trades.map((trade) => opening(means, trade)), onlyFound: true };
    return [...(mayAct ? acting : []), trades];
  }, [t, formats, session, mayAct, account, book, pairs, strategies, channels, locks]);
}

/** Leads to the question how much of it to sell. */
const closing = ({ t }: Means, { tradeId, pair }: Position): Command => ({
  id: `close-${tradeId}`,
  text: t('palette.close', { pair, id: tradeId }),
  danger: true,
  run: () => go({ page: 'positions', query: { close: tradeId } }),
});

function cancelling({ t, formats, session }: Means, { id, pair, side, amount }: Order): Command {
  const order = `${t(`side.${side}`)} ${formats.amount(amount)} ${pair}`;
  return command(t, `cancel-${id}`, t('palette.cancel', { order, id }), async () => (await session.call('orders.cancel', { id })) !== null);
}

const switching = ({ t, session }: Means, strategy: Strategy): Command =>
  command(t, `switch-${strategy.id}`, t(strategy.enabled ? 'palette.disable' : 'palette.enable', { title: strategy.title }), () =>
    switchStrategy(session, strategy, !strategy.enabled),
  );

function testing({ t, formats, session }: Means, id: string): Command {
  const test = async () => {
    const result = await session.call('channels.test', { id });
    if (result === null) return;
    const told = { detail: result.detail, ms: formats.count(Math.round(result.elapsedMs)) };
    if (result.ok) tell(`${id}: ${t('channels.testOk', told)}`);
    else complain(`${id}: ${t('channels.testFailed', told)}`, result.remedy);
  };
  return { id: `test-${id}`, text: t('palette.test', { id }), run: () => void test() };
}

function unlocking({ t }: Means, { id, pair, reason }: Lock, lift: ReturnType<typeof useLifting>): Command {
  const what = nameOf(t, pair);
  const text = t('palette.unlock', { what });
  return command(t, `unlock-${id}`, reason === '' ? text : `${text} · ${reason}`, () => lift(id, what));
}

/** Not asked about: it makes things safer, and can be taken back where it is told. */
function locking({ t, formats, session, account }: Means, pair: string, minutes: number): Command {
  const what = nameOf(t, pair);
  const text = t('palette.lock', { what, time: formats.duration(minutes * MINUTE_MS) });
  const lift = async (id: string) => {
    if ((await session.call('markets.locks.remove', { account, id })) !== null) tell(t('palette.done', { what: t('palette.unlock', { what }) }));
  };
  const lock = async () => {
    const made = await session.call('markets.locks.add', { account, pair, minutes });
    if (made !== null) tellUndoable(t('palette.done', { what: text }), { text: t('locks.lift'), run: () => void lift(made.id) });
  };
  return { id: `lock-${pair}-${minutes}`, text, run: () => void lock() };
}

const opening = ({ t }: Means, { id, pair }: Trade): Command => ({
  id: `trade-${id}`,
  text: t('palette.trade', { id, pair }),
  run: () => go({ page: 'trades', query: { trade: id } }),
});

const nameOf = (t: TFunction, pair: string): string => (pair === ALL_PAIRS ? t('locks.all') : pair);

/** Whoever acts from another page sees no row change: what was done is said. */
const command = (t: TFunction, id: string, text: string, act: () => Promise<boolean>): Command => ({
  id,
  text,
  run: () => void act().then((done) => done && tell(t('palette.done', { what: text }))),
});
