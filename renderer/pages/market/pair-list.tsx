import { Ban, Star } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { type PairLists, usePairLists } from '../../app/use-pair-lists.ts';
import { refine } from '../../app/use-place.ts';
import { Empty } from '../../components/empty.tsx';
import { None, PercentChange, Price } from '../../components/numbers.tsx';
import { Panel } from '../../components/panel.tsx';
import { tone } from '../../lib/format.ts';
import { sparkPoints } from '../../lib/spark.ts';
import type { PairRow } from './use-pairs.ts';

const STEPS: Record<string, (index: number, count: number) => number> = {
  ArrowUp: (index) => index - 1,
  ArrowDown: (index) => index + 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

interface Props {
  readonly rows: readonly PairRow[];
  readonly selected: string | null;
}

/** The pairs, one of them shown; up and down go from one to the next. */
export function PairList({ rows, selected }: Props) {
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  const lists = usePairLists();
  const move = (event: KeyboardEvent) => {
    const index = rows.findIndex(({ pair }) => pair === selected);
    const to = STEPS[event.key]?.(index, rows.length);
    const next = to === undefined ? undefined : rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (next === undefined) return;
    event.preventDefault();
    refine({ pair: next.pair, at: '' });
    body.current?.rows[rows.indexOf(next)]?.focus();
  };
  return (
    <Panel name="pairs" title={t('market.pairs')} note={String(rows.length)}>
      {rows.length === 0 ? (
        <Empty title={t('market.empty')}>{t('market.emptyText')}</Empty>
      ) : (
        <div className="table-scroll">
          {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are chosen by arrow keys, as in a grid */}
          <table role="grid" aria-label={t('market.pairs')} className="table pairs" onKeyDown={move}>
            <thead>
              <tr>
                <th scope="col">{t('column.pair')}</th>
                <th scope="col" className="spark-cell">
                  <span className="hidden">{t('market.spark')}</span>
                </th>
                <th scope="col" className="right">
                  {t('column.last')}
                </th>
                <th scope="col" className="right">
                  {t('column.change')}
                </th>
                {lists !== null && (
                  <th scope="col" className="pair-lists">
                    <span className="hidden">{t('market.lists')}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody ref={body}>
              {rows.map((row) => (
                <Row key={row.pair} row={row} selected={row.pair === selected} lists={lists} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Row({ row, selected, lists }: { readonly row: PairRow; readonly selected: boolean; readonly lists: PairLists | null }) {
  const { t } = useTranslation();
  const blocked = lists?.blacklist.has(row.pair) === true;
  return (
    <tr
      aria-selected={selected}
      tabIndex={selected ? 0 : -1}
      data-blocked={blocked}
      onClick={(event) => {
        if ((event.target as Element).closest('button') === null) refine({ pair: row.pair, at: '' }, true);
      }}
    >
      <td>
        <strong>{row.pair}</strong>
      </td>
      <td className="spark-cell">
        <Spark row={row} title={t('market.spark')} />
      </td>
      <td className="right">{row.last === null ? <None /> : <Price value={row.last} step={row.step} />}</td>
      <td className="right">{row.change === null ? <None /> : <PercentChange ratio={row.change} />}</td>
      {lists !== null && (
        <td className="pair-lists">
          <Toggle
            icon={Star}
            text={t('market.listed', { pair: row.pair })}
            pressed={lists.whitelist.has(row.pair)}
            focusable={selected}
            onPress={(next) => lists.setListed(row.pair, next)}
          />
          <Toggle
            icon={Ban}
            text={t('market.blocked', { pair: row.pair })}
            pressed={blocked}
            focusable={selected}
            onPress={(next) => lists.setBlocked(row.pair, next)}
          />
        </td>
      )}
    </tr>
  );
}

interface ToggleProps {
  readonly icon: typeof Star;
  readonly text: string;
  readonly pressed: boolean;
  readonly focusable: boolean;
  readonly onPress: (next: boolean) => Promise<void>;
}

function Toggle({ icon: Icon, text, pressed, focusable, onPress }: ToggleProps) {
  const connected = useDesk(selectMayAct);
  return (
    <button
      type="button"
      className="button icon-button toggle"
      tabIndex={focusable ? 0 : -1}
      aria-pressed={pressed}
      aria-label={text}
      title={text}
      disabled={!connected}
      onClick={() => void onPress(!pressed)}
    >
      <Icon aria-hidden size={13} />
    </button>
  );
}

const WIDTH = 56;
const HEIGHT = 18;

function Spark({ row: { spark }, title }: { readonly row: PairRow; readonly title: string }) {
  const change = (spark.at(-1) ?? 0) - (spark[0] ?? 0);
  return (
    <svg className={`spark ${tone(change)}`} viewBox={`-1 -1 ${WIDTH + 2} ${HEIGHT + 2}`} width={WIDTH} height={HEIGHT} aria-hidden>
      <title>{title}</title>
      <polyline points={sparkPoints(spark, WIDTH, HEIGHT)} fill="none" stroke="currentColor" strokeWidth={1.3} strokeLinejoin="round" />
    </svg>
  );
}
