import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { selectFigures, selectMayAct, useDesk } from '../../app/desk.ts';
import { usePairLists } from '../../app/use-pair-lists.ts';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { DESK } from '../../lib/world.ts';

/** What may be traded, and what must not be entered whatever a strategy says. */
export function PairsPanel() {
  const { t } = useTranslation();
  const lists = usePairLists();
  const isDesk = useDesk((state) => state.account === DESK);
  return (
    <Panel name="pair-lists" title={t('risk.pairs')}>
      {!isDesk && <Empty title={t('risk.replay')}>{t('risk.replayText')}</Empty>}
      {lists !== null && (
        <div className="scroll">
          <PairList title={t('risk.whitelist')} note={t('risk.whitelistNote')} pairs={lists.whitelist} onPut={lists.setListed} />
          <PairList title={t('risk.blacklist')} note={t('risk.blacklistNote')} pairs={lists.blacklist} onPut={lists.setBlocked} />
        </div>
      )}
    </Panel>
  );
}

interface ListProps {
  readonly title: string;
  readonly note: string;
  readonly pairs: ReadonlySet<string>;
  readonly onPut: (pair: string, within: boolean) => Promise<void>;
}

function PairList({ title, note, pairs, onPut }: ListProps) {
  const { t } = useTranslation();
  const connected = useDesk(selectMayAct);
  const { markets } = useDesk(selectFigures);
  const others = Object.keys(markets)
    .filter((pair) => !pairs.has(pair))
    .sort();
  return (
    <section className="pair-set" aria-label={title}>
      <h3>{title}</h3>
      <p className="field-note">{note}</p>
      <ul className="pair-chips">
        {[...pairs].sort().map((pair) => (
          <li key={pair} className="tag num">
            {pair}
            <button type="button" disabled={!connected} aria-label={t('form.removeFrom', { title, word: pair })} onClick={() => void onPut(pair, false)}>
              <X aria-hidden size={12} />
            </button>
          </li>
        ))}
        {pairs.size === 0 && <li className="quiet">{t('risk.none')}</li>}
      </ul>
      <select
        className="select"
        aria-label={t('risk.addTo', { title })}
        value=""
        disabled={!connected || others.length === 0}
        onChange={(event) => event.target.value !== '' && void onPut(event.target.value, true)}
      >
        <option value="">{t('risk.add')}</option>
        {others.map((pair) => (
          <option key={pair}>{pair}</option>
        ))}
      </select>
    </section>
  );
}
