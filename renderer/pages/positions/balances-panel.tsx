import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Balance } from '../../../daemon/protocol/schemas/trading.ts';
import { useSession } from '../../app/context.tsx';
import { selectBook, selectCurrency, useDesk } from '../../app/desk.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Amount, Money, None } from '../../components/numbers.tsx';
import { Panel } from '../../components/panel.tsx';

/** What orders bind is told by no event of its own. */
const RENEW_MS = 3000;

/** What the account holds; null until the answer is there. */
export function useBalances(): readonly Balance[] | null {
  const session = useSession();
  const account = useDesk((state) => state.account);
  const generation = useDesk((state) => state.generation);
  const orders = useDesk((state) => selectBook(state).orders);
  const told = useDesk((state) => selectBook(state).balances);
  const [known, setKnown] = useState<{ readonly account: string; readonly items: readonly Balance[] } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them may have moved a balance
  useEffect(() => {
    let current = true;
    const renew = async () => {
      const answer = await session.read('balances.list', { account });
      if (current && answer !== null) setKnown({ account, items: answer.items });
    };
    void renew();
    const timer = setInterval(() => void renew(), RENEW_MS);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [session, account, generation, orders, told]);
  return known?.account === account ? known.items : null;
}

export function BalancesPanel({ balances }: { readonly balances: readonly Balance[] | null }) {
  const { t } = useTranslation();
  const currency = useDesk(selectCurrency);
  const columns = useMemo(
    (): readonly Column<Balance>[] => [
      { key: 'currency', title: t('balances.currency'), cell: (one) => <strong>{one.currency}</strong> },
      { key: 'total', title: t('balances.total'), align: 'right', cell: (one) => <Held balance={one} value={one.total} stake={currency} /> },
      { key: 'free', title: t('balances.free'), align: 'right', cell: (one) => <Held balance={one} value={one.free} stake={currency} /> },
      {
        key: 'value',
        title: `${t('column.value')} ${currency}`,
        align: 'right',
        cell: (one) => (one.value === null ? <None /> : <Money value={one.value} currency={currency} />),
      },
    ],
    [t, currency],
  );
  return (
    <Panel name="balances" title={t('balances.title')}>
      {balances !== null && <DataTable label={t('balances.title')} columns={columns} rows={balances} rowKey={(one) => one.currency} />}
    </Panel>
  );
}

/** Money as money; coins to their last digit. */
const Held = ({ balance, value, stake }: { readonly balance: Balance; readonly value: string; readonly stake: string }) =>
  balance.currency === stake ? <Money value={value} currency={stake} /> : <Amount value={value} />;
