import { useTranslation } from 'react-i18next';
import { selectStatus, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';

/** What was set up, and how to go on. */
export function ReadyStep() {
  const { t } = useTranslation();
  const status = useDesk(selectStatus);
  const strategies = useAnswer('strategies.list', {}).value?.items.filter(({ enabled }) => enabled) ?? [];
  const channels = useAnswer('channels.list', {}).value?.items ?? [];
  const names = (items: readonly string[]) => (items.length === 0 ? t('guide.ready.none') : items.join(', '));
  return (
    <>
      <dl className="guide-sums">
        <dt>{t('guide.step.market')}</dt>
        <dd>{status?.data.label}</dd>
        <dt>{t('guide.step.strategy')}</dt>
        <dd>{names(strategies.map(({ title }) => title))}</dd>
        <dt>{t('guide.step.channel')}</dt>
        <dd>{names(channels.map(({ id }) => id))}</dd>
      </dl>
      <p>
        {t('guide.ready.keys')} <kbd>{t('palette.control')}</kbd> <kbd>K</kbd>
      </p>
    </>
  );
}
