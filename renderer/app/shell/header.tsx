import { useTranslation } from 'react-i18next';
import { Change, None } from '../../components/numbers.tsx';
import { Popups } from '../../components/popups.tsx';
import { selectBook, selectCurrency, useDesk } from '../desk.ts';
import { AccountSwitcher } from './account-switcher.tsx';
import { LinkBlock } from './link-block.tsx';
import { Problems } from './problems.tsx';
import { StateBlock } from './state-block.tsx';
import { Verbs } from './verbs.tsx';

/** Always there: what is traded with, the state, the day's profit, how old all this is, what went wrong, and the four verbs. */
export function Header() {
  return (
    <header className="header">
      <AccountSwitcher />
      <StateBlock />
      <Today />
      <LinkBlock />
      <Problems />
      <Verbs />
      <Popups />
    </header>
  );
}

function Today() {
  const { t } = useTranslation();
  const currency = useDesk(selectCurrency);
  const profit = useDesk((state) => {
    const { performance, status } = selectBook(state);
    return performance?.profitToday ?? status?.profitToday ?? null;
  });
  return (
    <div className="header-block today fades">
      <span className="header-main">{profit === null ? <None /> : <Change value={profit} currency={currency} />}</span>
      <span className="header-sub">{t('header.today', { currency })}</span>
    </div>
  );
}
