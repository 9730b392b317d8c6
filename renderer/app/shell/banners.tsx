import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PROTOCOL } from '../../../daemon/protocol/version.ts';
import { Change } from '../../components/numbers.tsx';
import { placeHash } from '../../lib/place.ts';
import { compareVersions } from '../../lib/version.ts';
import { DESK } from '../../lib/world.ts';
import { endAway, useAway } from '../away.ts';
import { selectCurrency, useDesk } from '../desk.ts';
import { markGuide, useGuideMark, useGuideOffer } from '../guide.ts';
import type { PageId } from '../page-ids.ts';
import { GUIDE_STEPS, type Look } from '../preferences.ts';
import { useAnswer } from '../use-answer.ts';
import { useFormats } from '../use-formats.ts';

/** What is to be said before the page itself. */
export function Banners({ page }: { readonly page: PageId }) {
  const from = useAway((state) => state.from);
  return (
    <div className="banners">
      <Skew />
      {page === 'overview' && <GuideOffer />}
      {page === 'overview' && from !== null && <Away from={from} />}
    </div>
  );
}

/** To whom the desk is new, the guide is offered, and again where it was left. */
function GuideOffer() {
  const { t } = useTranslation();
  useGuideOffer();
  const mark = useGuideMark();
  if (mark === null || mark === 'over') return null;
  const step = GUIDE_STEPS.indexOf(mark);
  return (
    <section className="banner" aria-label={t('guide.title')}>
      <strong>{t('guide.title')}</strong>
      <span>{t('guide.offer')}</span>
      <a className="button small primary" href={placeHash({ page: 'guide', account: DESK })}>
        {step === 0 ? t('guide.begin') : t('guide.resume', { step: step + 1, of: GUIDE_STEPS.length })}
      </a>
      <button type="button" className="button small" onClick={() => markGuide('over')}>
        {t('guide.skip')}
      </button>
    </section>
  );
}

/** This page and the daemon come from different versions, as after an update that only one of them has taken. */
function Skew() {
  const { t } = useTranslation();
  const daemon = useDesk((state) => state.link.hello?.version);
  const supported = useDesk((state) => (state.link.hello?.readOnly === true ? state.link.hello.supported : null));
  const incompatible = useDesk((state) => state.link.phase === 'incompatible');
  if (incompatible) return <Warning text={t('skew.incompatible', { page: __VERSION__ })} />;
  if (supported !== null) return <Warning text={t(supported.min > PROTOCOL.max ? 'skew.lookNewer' : 'skew.lookOlder', { daemon, page: __VERSION__ })} />;
  const order = daemon === undefined ? 0 : compareVersions(daemon, __VERSION__);
  if (order === 0) return null;
  return <Warning text={t(order < 0 ? 'skew.older' : 'skew.newer', { daemon, page: __VERSION__ })} />;
}

const Warning = ({ text }: { readonly text: string }) => (
  <p className="banner" data-mood="warn" role="status">
    {text}
  </p>
);

/** What happened since the last look, in one line. */
function Away({ from }: { readonly from: Look }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const currency = useDesk(selectCurrency);
  const { value } = useAnswer('events.missed', { since: from.seq });
  if (value === null || value.lastSeq === value.since) return null;
  const profit = value.profit[DESK];
  const problems = value.problems.length;
  return (
    <section className="banner" aria-label={t('away.title')}>
      <strong>{t('away.title')}</strong>
      <span className="quiet num">{formats.duration(Date.now() - from.at)}</span>
      <a href={placeHash({ page: 'trades', account: DESK, query: { since: String(from.at) } })}>
        {t('away.opened', { count: value.tradesOpened })}, {t('away.closed', { count: value.tradesClosed })}
      </a>
      {profit !== undefined && (
        <span>
          <Change value={profit} currency={currency} /> <span className="unit">{currency}</span>
        </span>
      )}
      <a href={placeHash({ page: 'logs', account: DESK, query: { level: 'warning' } })}>{t('away.problems', { count: problems })}</a>
      <button type="button" className="button icon-button" aria-label={t('away.dismiss')} onClick={endAway}>
        <X aria-hidden size={15} />
      </button>
    </section>
  );
}
