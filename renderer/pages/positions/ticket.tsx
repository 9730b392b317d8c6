import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Market } from '../../../daemon/protocol/schemas/market.ts';
import type { Balance } from '../../../daemon/protocol/schemas/trading.ts';
import { selectBook, selectFigures, selectMayAct, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { refine, usePlace } from '../../app/use-place.ts';
import { Segments, Select } from '../../components/choice.tsx';
import { Panel } from '../../components/panel.tsx';
import { affordable, shareOf, typedDecimal } from '../../lib/decimals.ts';
import { usePlacing } from './use-placing.ts';
import { type Preview, usePreview, type Wanted } from './use-preview.ts';
import { Verdict } from './verdict.tsx';

const SIDES = ['buy', 'sell'] as const;
const TYPES = ['market', 'limit', 'stop'] as const;
const SHARES = [0.1, 0.25, 0.5, 1];
/** Kept back beside the fee where the price is not fixed; the daemon keeps back as much. */
const CUSHION = 0.01;

interface Form {
  readonly side: (typeof SIDES)[number];
  readonly type: (typeof TYPES)[number];
  readonly amount: string;
  readonly price: string;
  readonly tag: string;
}

const EMPTY: Form = { side: 'buy', type: 'market', amount: '', price: '', tag: '' };

/** Places an order by hand. What it would cost and whether it would be accepted is said while it is typed. */
export function Ticket({ balances }: { readonly balances: readonly Balance[] | null }) {
  const { t } = useTranslation();
  const { query } = usePlace();
  const account = useDesk((state) => state.account);
  const connected = useDesk(selectMayAct);
  const { markets } = useDesk(selectFigures);
  const pairs = Object.keys(markets).sort();
  const market = markets[query.pair ?? ''] ?? markets[pairs[0] ?? ''];
  const last = useDesk((state) => selectBook(state).tickers[market?.pair ?? '']?.last ?? selectBook(state).candles[market?.pair ?? '']?.close ?? null);
  const [form, setForm] = useState(EMPTY);
  const placing = usePlacing();
  const change = (part: Partial<Form>) => {
    setForm((before) => ({ ...before, ...part }));
    placing.forget();
  };
  const wanted = market === undefined ? null : wantedOf(account, market.pair, form);
  const preview = usePreview(wanted);
  const unsure = placing.failure?.data.kind === 'outcome_unknown';
  const ready = wanted !== null && connected && !placing.busy && (unsure || (preview?.ok === true && preview.value.ok));
  if (market === undefined) {
    return (
      <Panel name="ticket" title={t('ticket.title')}>
        {null}
      </Panel>
    );
  }
  const place = async () => {
    if (wanted !== null && (await placing.place(wanted))) setForm((before) => ({ ...before, amount: '' }));
  };
  return (
    <Panel name="ticket" title={t('ticket.title')}>
      <form
        className="ticket"
        aria-label={t('ticket.title')}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void place();
        }}
      >
        <div className="ticket-row">
          <Select
            label={t('column.pair')}
            value={market.pair}
            options={pairs.map((pair) => ({ value: pair, text: pair }))}
            onChange={(pair) => {
              refine({ pair });
              change({ price: '', amount: '' });
            }}
          />
          <Segments
            label={t('column.side')}
            value={form.side}
            options={SIDES.map((value) => ({ value, text: t(`side.${value}`) }))}
            onChange={(side) => change({ side })}
          />
          <Segments
            label={t('column.type')}
            value={form.type}
            options={TYPES.map((value) => ({ value, text: t(`orderType.${value}`) }))}
            onChange={(type) => change({ type })}
          />
        </div>
        <Fields form={form} market={market} last={last} preview={preview} onChange={change} />
        <Shares form={form} market={market} last={last} balances={balances} onAmount={(amount) => change({ amount })} />
        <Verdict market={market} wanted={wanted} preview={preview} failure={placing.failure} />
        <button type="submit" className="button place" data-side={form.side} disabled={!ready}>
          {unsure ? t('ticket.again') : t(`ticket.${form.side}`, { amount: wanted?.amount ?? '', base: market.base })}
        </button>
      </form>
    </Panel>
  );
}

function wantedOf(account: string, pair: string, form: Form): Wanted | null {
  const amount = typedDecimal(form.amount);
  const price = typedDecimal(form.price);
  if (amount === null || (form.type !== 'market' && price === null)) return null;
  const tag = form.tag.trim();
  return {
    account,
    pair,
    side: form.side,
    type: form.type,
    amount,
    ...(form.type === 'market' || price === null ? {} : { price }),
    ...(tag === '' ? {} : { tag }),
  };
}

interface FieldsProps {
  readonly form: Form;
  readonly market: Market;
  readonly last: string | null;
  readonly preview: Preview | null;
  readonly onChange: (part: Partial<Form>) => void;
}

function Fields({ form, market, last, preview, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const faulty = (field: string) => preview?.ok === true && preview.value.problems.some((problem) => problem.field === field);
  return (
    <div className="ticket-fields">
      <Field label={t(form.type === 'stop' ? 'ticket.trigger' : 'column.price')} unit={market.quote}>
        {(id) => (
          <input
            id={id}
            className="input num"
            inputMode="decimal"
            autoComplete="off"
            disabled={form.type === 'market'}
            placeholder={last === null ? '' : formats.price(last, market.priceStep)}
            value={form.type === 'market' ? '' : form.price}
            aria-invalid={faulty('price')}
            onChange={(event) => onChange({ price: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('column.amount')} unit={market.base}>
        {(id) => (
          <input
            id={id}
            className="input num"
            inputMode="decimal"
            autoComplete="off"
            value={form.amount}
            aria-invalid={faulty('amount')}
            onChange={(event) => onChange({ amount: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('ticket.tag')} unit="">
        {(id) => (
          <input id={id} className="input" maxLength={64} autoComplete="off" value={form.tag} onChange={(event) => onChange({ tag: event.target.value })} />
        )}
      </Field>
    </div>
  );
}

function Field({ label, unit, children }: { readonly label: string; readonly unit: string; readonly children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className="field-box">
        {children(id)}
        {unit !== '' && <span className="unit">{unit}</span>}
      </span>
    </div>
  );
}

interface SharesProps {
  readonly form: Form;
  readonly market: Market;
  readonly last: string | null;
  readonly balances: readonly Balance[] | null;
  readonly onAmount: (amount: string) => void;
}

/** Fills in a share of what is free. */
function Shares({ form, market, last, balances, onAmount }: SharesProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const currency = form.side === 'buy' ? market.quote : market.base;
  const free = balances?.find((balance) => balance.currency === currency)?.free ?? '0';
  const price = form.type === 'market' ? last : typedDecimal(form.price);
  const reserve = Number(market.takerFee) + (form.type === 'limit' ? 0 : CUSHION);
  const amountFor = (share: number): string => {
    if (form.side === 'sell') return shareOf(free, share, market.amountStep);
    return price === null ? '' : affordable(free, share, price, reserve, market.amountStep);
  };
  return (
    <div className="ticket-row">
      <span className="quiet">
        {t('ticket.free')}{' '}
        <span className="num" data-copy={free}>
          {form.side === 'buy' ? formats.money(free, currency) : formats.amount(free)}
        </span>{' '}
        {currency}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <span className="segments" role="group" aria-label={t('ticket.shares')}>
        {SHARES.map((share) => (
          <button key={share} type="button" className="segment" disabled={form.side === 'buy' && price === null} onClick={() => onAmount(amountFor(share))}>
            {share * 100} %
          </button>
        ))}
      </span>
    </div>
  );
}
