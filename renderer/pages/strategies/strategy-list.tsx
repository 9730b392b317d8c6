import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { selectBook, selectMayAct, useDesk } from '../../app/desk.ts';
import { type Strategy, switchStrategy } from '../../app/strategy-change.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Change } from '../../components/numbers.tsx';
import { Said } from '../../components/said.tsx';
import { Switch } from '../../components/switch.tsx';
import { placeHash } from '../../lib/place.ts';
import { bookOf, DESK } from '../../lib/world.ts';

interface Props {
  readonly items: readonly Strategy[];
  readonly chosen: string | null;
  readonly onChange: () => void;
}

/** Each strategy with its switch, what it holds and what it earned on the desk. */
export function StrategyList({ items, chosen, onChange }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const formats = useFormats();
  const account = useDesk((state) => state.account);
  const connected = useDesk(selectMayAct);
  const currency = useDesk((state) => bookOf(state.world, DESK).status?.stakeCurrency ?? '');
  const failures = useDesk(selectBook).status?.reasons ?? [];
  const earned = useAnswer('performance.byStrategy', { account: DESK }, ['trade.exit_fill']).value?.items;
  const toggle = async (strategy: Strategy, on: boolean) => {
    const done = await switchStrategy(session, strategy, on);
    onChange();
    return done;
  };
  return (
    <ul className="choices">
      {items.map((strategy) => {
        const { id, title, enabled, openTrades } = strategy;
        const figures = earned?.find((one) => one.strategy === id);
        const failure = failures.find((reason) => reason.strategy === id && reason.severity !== 'info');
        return (
          <li key={id} data-chosen={id === chosen}>
            <a href={placeHash({ page: 'strategies', account, query: { strategy: id } })} aria-current={id === chosen ? 'true' : undefined}>
              <strong>{title}</strong> <span className="quiet">{id}</span>
            </a>
            <Switch label={t('strategies.enable', { title })} on={enabled} disabled={!connected} onChange={(on) => toggle(strategy, on)} />
            <dl className="choice-figures">
              <div>
                <dt>{t('strategies.profit')}</dt>
                <dd>
                  <Change value={figures?.profit ?? '0'} currency={currency} /> <span className="unit">{currency}</span>
                </dd>
              </div>
              <div>
                <dt>{t('strategies.closed')}</dt>
                <dd className="num" data-copy={String(figures?.trades ?? 0)}>
                  {formats.count(figures?.trades ?? 0)}
                </dd>
              </div>
              <div>
                <dt>{t('strategies.open')}</dt>
                <dd className="num" data-copy={String(openTrades)}>
                  {formats.count(openTrades)}
                </dd>
              </div>
            </dl>
            {failure !== undefined && (
              <p className="choice-fault">
                <Said saying={failure} />
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
