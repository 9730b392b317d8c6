import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Params } from '../../../daemon/protocol/index.ts';
import { selectCurrency, useDesk } from '../../app/desk.ts';
import { tell } from '../../app/notice.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { SaveForm } from '../../components/schema-form/save-form.tsx';
import { useSaving } from '../../components/schema-form/use-saving.ts';
import type { Formats } from '../../lib/format.ts';
import { isLimit, LIMIT_UNITS, type LimitName, type LimitStatus, limitText, typedLimit } from '../../lib/limits.ts';

type Typed = Partial<Record<LimitName, string>>;

/** Every limit with how much of it is used up, and the field in which it is changed. */
export function LimitsPanel() {
  const { t } = useTranslation();
  const account = useDesk((state) => state.account);
  const { outcome, value, reload } = useAnswer('risk.status', { account }, [
    'order.placed',
    'order.filled',
    'trade.exit_fill',
    'risk.breach',
    'config.changed',
  ]);
  const [typed, setTyped] = useState<Typed>({});
  const saving = useSaving('');
  const limits = (value?.items ?? []).flatMap((item) => (isLimit(item.limit) ? [{ ...item, limit: item.limit }] : []));
  const changed = limits.filter(({ limit, value: now }) => typed[limit] !== undefined && typed[limit] !== limitText(limit, now));
  const read = changed.map(({ limit }) => [limit, typedLimit(limit, typed[limit] ?? '')] as const);
  const save = async () => {
    const params = Object.fromEntries(read.flatMap(([limit, one]) => (one.ok ? [[limit, one.value]] : []))) as Params<'risk.limits.set'>;
    if (!(await saving.save('risk.limits.set', params)).ok) return;
    tell(t('form.saved'));
    setTyped({});
    reload();
  };
  return (
    <Panel name="limits" title={t('risk.limits')} note={t('risk.note')}>
      {value === null && outcome?.ok === false ? (
        <Refusal failure={outcome.failure} onRetry={reload} />
      ) : (
        <SaveForm
          label={t('risk.limits')}
          className="limits scroll"
          dirty={changed.length > 0}
          sound={read.every(([, one]) => one.ok)}
          saving={saving}
          onSave={save}
          onDiscard={() => {
            setTyped({});
            saving.forget();
          }}
        >
          <ul>
            {limits.map((limit) => (
              <Limit
                key={limit.limit}
                status={limit}
                typed={typed[limit.limit]}
                refusal={saving.refusals[limit.limit]}
                onType={(text) => {
                  setTyped({ ...typed, [limit.limit]: text });
                  saving.forget();
                }}
              />
            ))}
          </ul>
        </SaveForm>
      )}
    </Panel>
  );
}

interface LimitProps {
  readonly status: LimitStatus & { readonly limit: LimitName };
  readonly typed: string | undefined;
  readonly refusal: string | undefined;
  readonly onType: (text: string) => void;
}

function Limit({ status, typed, refusal, onType }: LimitProps) {
  const { t } = useTranslation();
  const id = useId();
  const formats = useFormats();
  const currency = useDesk(selectCurrency);
  const { limit, value, used, share, breached } = status;
  const unit = LIMIT_UNITS[limit];
  const text = typed ?? limitText(limit, value);
  const read = typedLimit(limit, text);
  const wrong = refusal ?? (read.ok ? undefined : t(`risk.fault.${read.rule}`));
  const mood = breached ? 'bad' : share !== null && share >= 0.75 ? 'warn' : undefined;
  return (
    <li className="limit" data-mood={mood} data-limit={limit}>
      <div className="limit-text">
        <label htmlFor={id}>{t(`risk.limit.${limit}`)}</label>
        <p id={`${id}-note`} className="field-note" data-mood={wrong === undefined ? undefined : 'bad'}>
          {wrong ?? t(`risk.about.${limit}`)}
        </p>
      </div>
      <div className="limit-state">
        <div className="limit-figures num fades">
          <span data-copy={String(used)}>{figure(formats, unit, used, currency)}</span>
          {value === null ? (
            <span className="quiet">{t('risk.off')}</span>
          ) : (
            <span className="quiet">{breached ? t('risk.reached') : t('risk.ofLimit', { share: formats.percent(share ?? 0) })}</span>
          )}
        </div>
        <meter className="hidden" aria-label={t('risk.used', { limit: t(`risk.limit.${limit}`) })} min={0} max={1} value={Math.min(1, share ?? 0)}>
          {value === null ? t('risk.off') : t('risk.of', { used: figure(formats, unit, used, currency), value: figure(formats, unit, value, currency) })}
        </meter>
        <div className="meter" aria-hidden>
          <span style={{ width: `${Math.min(1, share ?? 0) * 100}%` }} />
        </div>
      </div>
      <span className="field-box">
        <input
          id={id}
          className="input num"
          inputMode="decimal"
          autoComplete="off"
          placeholder={t('risk.off')}
          value={text}
          aria-invalid={wrong !== undefined}
          aria-describedby={`${id}-note`}
          onChange={(event) => onType(event.target.value)}
        />
        <span className="unit">
          {unit === 'share' ? '%' : unit === 'money' ? currency : t(limit === 'maxOrdersPerMinute' ? 'risk.perMinute' : 'risk.trades')}
        </span>
      </span>
    </li>
  );
}

function figure(formats: Formats, unit: 'share' | 'money' | 'count', value: number | string, currency: string): string {
  if (unit === 'share') return formats.percent(Number(value));
  return unit === 'money' ? `${formats.money(String(value), currency)} ${currency}` : formats.count(Number(value));
}
