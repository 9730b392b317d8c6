import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copy } from '../../app/copying.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Segments } from '../../components/choice.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { Drawer, Sum } from '../../components/drawer.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { Clock, Stamp } from '../../components/time.tsx';
import { logText } from '../../lib/log-filter.ts';
import { LevelWord, RefLink } from './log-columns.tsx';

interface Props {
  /** Number of the line; null while none is open. */
  readonly id: number | null;
  readonly onClose: () => void;
}

/** One line in full, among the lines before and after it whatever the filter is. */
export function LineDrawer({ id, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer open={id !== null} title={t('logs.line', { id })} onClose={onClose}>
      {id !== null && <Detail id={id} />}
    </Drawer>
  );
}

const AROUND = ['5', '20', '100'] as const;

function Detail({ id }: { readonly id: number }) {
  const { t } = useTranslation();
  const [around, setAround] = useState<(typeof AROUND)[number]>('5');
  const { outcome, value, reload } = useAnswer('logs.query', { around: id, limit: Number(around) * 2 + 1 });
  if (outcome?.ok === false) return <Refusal failure={outcome.failure} onRetry={reload} />;
  const lines = value?.items ?? [];
  const line = lines.find((one) => one.id === id);
  if (line === undefined) return <p className="drawer-body quiet">{value === null ? t('shell.loading') : t('logs.gone')}</p>;
  return (
    <div className="drawer-body">
      <p className="log-full" data-copy={line.text}>
        {line.text}
      </p>
      <dl className="sums">
        <Sum label={t('column.time')}>
          <Stamp ts={line.ts} />
        </Sum>
        <Sum label={t('logs.level')}>
          <LevelWord level={line.level} />
        </Sum>
        <Sum label={t('logs.source')}>{line.source}</Sum>
        {line.ref !== undefined && (
          <Sum label={t('logs.ref')}>
            <RefLink value={line.ref} />
          </Sum>
        )}
      </dl>
      {line.data !== undefined && <CodeBlock title={t('logs.data')} text={JSON.stringify(line.data, null, 2)} />}
      <div className="log-around">
        <h3>{t('logs.context')}</h3>
        <Segments label={t('logs.around')} value={around} options={AROUND.map((count) => ({ value: count, text: `± ${count}` }))} onChange={setAround} />
        <button type="button" className="button small" onClick={() => copy(logText(lines, id), t('logs.lines', { count: lines.length }))}>
          <Copy aria-hidden size={13} /> {t('logs.copy')}
        </button>
      </div>
      <ol className="log-context" aria-label={t('logs.context')}>
        {lines.toReversed().map((one) => (
          <li key={one.id} data-level={one.level} aria-current={one.id === id ? 'true' : undefined}>
            <Clock ts={one.ts} /> <LevelWord level={one.level} /> <span className="quiet">{one.source}</span> {one.text}
          </li>
        ))}
      </ol>
    </div>
  );
}
