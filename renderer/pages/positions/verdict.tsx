import { CircleCheck, CircleHelp, OctagonAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Market } from '../../../daemon/protocol/schemas/market.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Amount, Money, None, Price } from '../../components/numbers.tsx';
import type { Failure } from '../../lib/failure.ts';
import type { Preview, Wanted } from './use-preview.ts';

interface Props {
  readonly market: Market;
  readonly wanted: Wanted | null;
  readonly preview: Preview | null;
  /** What became of the order that was placed. */
  readonly failure: Failure | null;
}

/** What the order would cost, what it would leave, the rules of its market, and whether it would be accepted. */
export function Verdict({ market, wanted, preview, failure }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const sums = preview?.ok === true && wanted !== null ? preview.value : null;
  return (
    <>
      <dl className="sums">
        <Sum label={t('ticket.price')} unit={market.quote}>
          {sums?.price == null ? <None /> : <Price value={sums.price} step={market.priceStep} />}
        </Sum>
        <Sum label={t(wanted?.side === 'sell' ? 'sale.value' : 'ticket.cost')} unit={market.quote}>
          {sums?.cost == null ? <None /> : <Money value={sums.cost} currency={market.quote} />}
        </Sum>
        <Sum label={t('ticket.fee')} unit={market.quote}>
          {sums?.fee == null ? <None /> : <Money value={sums.fee} currency={market.quote} />}
        </Sum>
        {[market.quote, market.base].map((currency) => {
          const after = sums?.balances.find((balance) => balance.currency === currency)?.after;
          return (
            <Sum key={currency} label={t('ticket.after', { currency })} unit={currency}>
              {after === undefined ? <None /> : currency === market.quote ? <Money value={after} currency={currency} /> : <Amount value={after} />}
            </Sum>
          );
        })}
      </dl>
      <p className="field-note">
        {t('ticket.rules', {
          amountStep: formats.amount(market.amountStep),
          priceStep: formats.amount(market.priceStep),
          minAmount: formats.amount(market.minAmount),
          minCost: formats.amount(market.minCost),
          base: market.base,
          quote: market.quote,
        })}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className="verdict-room" role="status" tabIndex={0}>
        {failure === null ? <Judgement wanted={wanted} preview={preview} /> : <Outcome failure={failure} />}
      </div>
    </>
  );
}

function Sum({ label, unit, children }: { readonly label: string; readonly unit: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {children} <span className="unit">{unit}</span>
      </dd>
    </div>
  );
}

function Judgement({ wanted, preview }: { readonly wanted: Wanted | null; readonly preview: Preview | null }) {
  const { t } = useTranslation();
  if (wanted === null) return <p className="verdict">{t('ticket.fill')}</p>;
  if (preview === null) return <p className="verdict">{t('ticket.judging')}</p>;
  if (!preview.ok) return <Problem text={preview.failure.message} hint={preview.failure.data.hint} />;
  const { ok, problems } = preview.value;
  if (ok) {
    return (
      <p className="verdict" data-mood="good">
        <CircleCheck aria-hidden size={15} /> {t('ticket.ok')}
      </p>
    );
  }
  return (
    <ul>
      {problems.map((problem) => (
        <li key={problem.text}>
          <Problem text={problem.text} hint={problem.hint} />
        </li>
      ))}
    </ul>
  );
}

function Problem({ text, hint }: { readonly text: string; readonly hint: string | undefined }) {
  return (
    <p className="verdict" data-mood="bad">
      <OctagonAlert aria-hidden size={15} />
      <span>
        {text}
        {hint !== undefined && <span className="quiet"> {hint}</span>}
      </span>
    </p>
  );
}

/** A lost answer is neither a success nor a failure, and is said to be neither. */
function Outcome({ failure }: { readonly failure: Failure }) {
  const { t } = useTranslation();
  if (failure.data.kind !== 'outcome_unknown') return <Problem text={failure.message} hint={failure.data.hint} />;
  return (
    <p className="verdict" data-mood="warn">
      <CircleHelp aria-hidden size={15} />
      <span>
        {t('ticket.unknown')} <span className="quiet">{t('ticket.unknownHint')}</span>
      </span>
    </p>
  );
}
