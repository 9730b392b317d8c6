import { useTranslation } from 'react-i18next';
import type { Signal } from './hooks.ts';

const MOODS: Readonly<Record<Signal['outcome'], string | undefined>> = { placed: 'good', ignored: undefined, refused: 'bad', expired: 'warn', unknown: 'warn' };

export function OutcomeChip({ outcome }: Pick<Signal, 'outcome'>) {
  const { t } = useTranslation();
  return (
    <span className="chip" data-mood={MOODS[outcome]}>
      {t(`signalOutcome.${outcome}`)}
    </span>
  );
}
