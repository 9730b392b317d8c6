import '../../styles/api.css';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../app/use-answer.ts';
import { usePlace } from '../../app/use-place.ts';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { MethodList } from './method-list.tsx';
import { MethodPanel } from './method-panel.tsx';

/** Every method of the daemon, to be read about and tried. */
export default function Api() {
  const { t } = useTranslation();
  const { query } = usePlace();
  const { outcome, value, reload } = useAnswer('rpc.methods', {});
  return (
    <div className="api" data-chosen={query.method !== undefined}>
      <Panel name="methods" title={t('api.methods')} note={value === null ? undefined : String(value.items.length)}>
        {outcome?.ok === false && value === null ? (
          <Refusal failure={outcome.failure} onRetry={reload} />
        ) : (
          <MethodList methods={value?.items ?? []} chosen={query.method} />
        )}
      </Panel>
      {query.method === undefined ? (
        <Panel name="method" title={t('page.api')}>
          <Empty title={t('api.none')}>{t('api.noneText')}</Empty>
        </Panel>
      ) : (
        <MethodPanel key={query.method} name={query.method} />
      )}
    </div>
  );
}
