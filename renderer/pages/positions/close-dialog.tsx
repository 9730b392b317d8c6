import { Dialog } from '@base-ui/react/dialog';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Market } from '../../../daemon/protocol/schemas/market.ts';
import type { Position } from '../../../daemon/protocol/schemas/trading.ts';
import { useSession } from '../../app/context.tsx';
import { selectBook, selectFigures, selectMayAct, useDesk } from '../../app/desk.ts';
import { tell } from '../../app/notice.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Change, Money, Price } from '../../components/numbers.tsx';
import { fraction, isLess, isMultiple, minus, proceedsOf, shareOf, times, typedDecimal } from '../../lib/decimals.ts';
import type { Failure } from '../../lib/failure.ts';

interface Props {
  /** Null: closed. */
  readonly tradeId: string | null;
  readonly onDone: () => void;
}

/** Asks how much of a position to sell, and says what that brings in. To press its button is to confirm. */
export function CloseDialog({ tradeId, onDone }: Props) {
  const position = useDesk((state) => selectBook(state).positions.find((one) => one.tradeId === tradeId));
  const market = useDesk((state) => (position === undefined ? undefined : selectFigures(state).markets[position.pair]));
  return (
    <Dialog.Root open={position !== undefined} onOpenChange={(open) => !open && onDone()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          {position !== undefined && market !== undefined && <Sale key={position.tradeId} position={position} market={market} onDone={onDone} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const SHARES = [0.25, 0.5, 0.75, 1];

interface SaleProps {
  readonly position: Position;
  readonly market: Market;
  readonly onDone: () => void;
}

function Sale({ position, market, onDone }: SaleProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const session = useSession();
  const connected = useDesk(selectMayAct);
  const id = useId();
  const [typed, setTyped] = useState(position.amount);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const amount = typedDecimal(typed);
  const problem = problemOf(amount, position, market);
  const fault = problem === null ? null : t(`sale.${problem.key as 'tooMuch'}`, problem.values as { held: string; base: string });
  const share = amount === null ? 0 : Math.min(1, fraction(amount, position.amount));
  const takesAll = amount !== null && problem === null && leavesTooLittle(amount, position, market);
  const sold = takesAll ? position.amount : (amount ?? '0');
  const proceeds = proceedsOf(problem === null ? sold : '0', position.markPrice, market.takerFee);
  const profit = times(position.profit, String(problem === null ? fraction(sold, position.amount) : 0));
  const sell = async () => {
    setBusy(true);
    const part = sold === position.amount ? {} : { amount: sold };
    const outcome = await session.attempt('positions.close', { account: position.account, id: position.tradeId, ...part });
    setBusy(false);
    if (!outcome.ok) return setFailure(outcome.failure);
    tell(t('sale.sent', { amount: formats.amount(sold), base: market.base }));
    onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null && !busy) void sell();
      }}
    >
      <Dialog.Title className="dialog-title">{t('sale.title', { pair: position.pair })}</Dialog.Title>
      <Dialog.Description className="quiet">{t('sale.text')}</Dialog.Description>
      <div className="field">
        <label htmlFor={`${id}-amount`}>{t('column.amount')}</label>
        <span className="field-box">
          <input
            id={`${id}-amount`}
            className="input num"
            inputMode="decimal"
            autoComplete="off"
            value={typed}
            aria-invalid={problem !== null}
            aria-describedby={`${id}-fault`}
            onChange={(event) => setTyped(event.target.value)}
          />
          <span className="unit">{market.base}</span>
        </span>
      </div>
      <div className="sale-share">
        <input
          type="range"
          min={0}
          max={100}
          step={1}
          value={Math.round(share * 100)}
          aria-label={t('sale.share')}
          aria-valuetext={formats.percent(share)}
          onChange={(event) => setTyped(shareOf(position.amount, Number(event.target.value) / 100, market.amountStep))}
        />
        <span className="segments">
          {SHARES.map((one) => (
            <button key={one} type="button" className="segment" onClick={() => setTyped(shareOf(position.amount, one, market.amountStep))}>
              {one * 100} %
            </button>
          ))}
        </span>
      </div>
      <p id={`${id}-fault`} className="field-note" data-mood={fault === null ? undefined : 'bad'}>
        {fault ?? (takesAll ? t('sale.takesAll') : t('sale.steps', { step: formats.amount(market.amountStep), base: market.base }))}
      </p>
      <dl className="sums">
        <Sum label={t('sale.price')} unit={market.quote}>
          <Price value={position.markPrice} step={market.priceStep} />
        </Sum>
        <Sum label={t('sale.value')} unit={market.quote}>
          <Money value={proceeds.value} currency={market.quote} />
        </Sum>
        <Sum label={t('sale.fee', { rate: formats.percent(Number(market.takerFee)) })} unit={market.quote}>
          <Change value={`-${proceeds.fee}`} currency={market.quote} />
        </Sum>
        <Sum label={t('sale.net')} unit={market.quote}>
          <strong>
            <Money value={proceeds.net} currency={market.quote} />
          </strong>
        </Sum>
        <Sum label={t('sale.profit')} unit={market.quote}>
          <Change value={profit} currency={market.quote} />
        </Sum>
      </dl>
      {failure !== null && (
        <p className="verdict" data-mood={failure.data.kind === 'outcome_unknown' ? 'warn' : 'bad'} role="alert">
          {failure.data.kind === 'outcome_unknown' ? t('ticket.unknown') : failure.message} {failure.data.hint}
        </p>
      )}
      <div className="dialog-actions">
        <Dialog.Close className="button">{t('action.cancel')}</Dialog.Close>
        <button type="submit" className="button danger" disabled={problem !== null || busy || !connected}>
          {t('sale.sell', { amount: formats.amount(problem === null ? sold : '0'), base: market.base })}
        </button>
      </div>
    </form>
  );
}

function Sum({ label, unit, children }: { readonly label: string; readonly unit: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {children} <span className="unit">{unit}</span>
      </dd>
    </div>
  );
}

type Problem = { readonly key: 'noAmount' | 'tooMuch' | 'offStep' | 'tooLittle'; readonly values: Record<string, string> };

function problemOf(amount: string | null, { amount: held, markPrice }: Position, market: Market): Problem | null {
  if (amount === null) return { key: 'noAmount', values: {} };
  if (isLess(held, amount)) return { key: 'tooMuch', values: { held, base: market.base } };
  if (amount === held) return null;
  if (!isMultiple(amount, market.amountStep)) return { key: 'offStep', values: { step: market.amountStep, base: market.base } };
  const tooLittle = isLess(amount, market.minAmount) || isLess(times(amount, markPrice), market.minCost);
  return tooLittle ? { key: 'tooLittle', values: { amount: market.minAmount, base: market.base, cost: market.minCost, quote: market.quote } } : null;
}

/** A rest that could not be sold afterwards goes along: the daemon does so, and the dialog says so. */
function leavesTooLittle(amount: string, { amount: held, markPrice }: Position, market: Market): boolean {
  const rest = minus(held, amount);
  return rest !== '0' && (isLess(rest, market.minAmount) || isLess(times(rest, markPrice), market.minCost));
}
