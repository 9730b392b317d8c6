import { useTranslation } from 'react-i18next';
import { ask } from './confirmation.ts';
import { useSession } from './context.tsx';
import { useDesk } from './desk.ts';

/** Lifts a lock of the account shown, once the operator has said yes. False: not lifted. */
export function useLifting(): (id: string, what: string) => Promise<boolean> {
  const { t } = useTranslation();
  const session = useSession();
  const account = useDesk((state) => state.account);
  return async (id, what) => {
    const params = { account, id };
    const words = { danger: t('locks.liftText'), title: t('locks.liftTitle', { what }), yes: t('locks.lift') };
    if (!(await ask({ method: 'markets.locks.remove', params, ...words }))) return false;
    return (await session.call('markets.locks.remove', params)) !== null;
  };
}
