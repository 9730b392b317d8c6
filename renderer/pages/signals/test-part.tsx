import { Play } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';
import { selectConnected, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Segments, Select } from '../../components/choice.tsx';
import { Amount } from '../../components/numbers.tsx';
import type { Outcome } from '../../lib/failure.ts';
import type { Hook } from './hooks.ts';
import { OutcomeChip } from './outcome.tsx';

type Test = Result<'signals.test'>;

const ACTIONS = ['buy', 'sell'] as const;

/** What a message would do now. Nothing is placed. */
export function TestPart({ hook }: { readonly hook: Hook }) {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectConnected);
  const messageId = useId();
  const whitelist = useAnswer('markets.whitelist', {}).value?.items ?? [];
  const pairs = hook.pairs ?? whitelist;
  const [action, setAction] = useState<(typeof ACTIONS)[number]>('buy');
  const [pair, setPair] = useState('');
  const [typed, setTyped] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Outcome<Test> | null>(null);
  const test = async (event: FormEvent) => {
    event.preventDefault();
    setOutcome(await session.attempt('signals.test', { id: hook.id, action, ...(pair !== '' && { pair }), ...(typed !== null && { message: typed }) }));
  };
  return (
    <form className="signal-test" aria-label={t('signals.part.test')} onSubmit={(event) => void test(event)}>
      <p className="lead">{t('signals.testNote')}</p>
      <div className="signal-test-line">
        <Segments label={t('signals.action')} value={action} options={ACTIONS.map((value) => ({ value, text: t(`side.${value}`) }))} onChange={setAction} />
        <Select
          label={t('column.pair')}
          value={pair === '' ? (pairs[0] ?? '') : pair}
          options={pairs.map((value) => ({ value, text: value }))}
          onChange={setPair}
        />
        <button type="submit" className="button primary" disabled={!connected}>
          <Play aria-hidden size={13} /> {t('signals.try')}
        </button>
      </div>
      <label className="field-head" htmlFor={messageId}>
        {t('signals.messageOf')}
      </label>
      <textarea
        id={messageId}
        className="input signal-message"
        spellCheck={false}
        rows={8}
        value={typed ?? hook.messages[0]?.text ?? ''}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div role="status">
        {outcome?.ok === false && (
          <p className="loss">
            {outcome.failure.message} <span className="remedy">{outcome.failure.data.hint}</span>
          </p>
        )}
        {outcome?.ok === true && <Verdict test={outcome.value} />}
      </div>
    </form>
  );
}

function Verdict({ test }: { readonly test: Test }) {
  const { t } = useTranslation();
  const { outcome, reason, action, pair, amount, price, cost, fee, currency } = test;
  const figures = [
    ['amount', amount, pair?.split('/')[0]],
    ['price', price, currency],
    ['cost', cost, currency],
    ['fee', fee, currency],
  ] as const;
  return (
    <div className="signal-verdict">
      <p>
        {t('signals.would')} <OutcomeChip outcome={outcome} /> {action !== null && t(`side.${action}`)} {pair}
      </p>
      {reason !== null && <p className={outcome === 'refused' || outcome === 'expired' ? 'loss' : 'quiet'}>{reason}</p>}
      <dl className="choice-figures">
        {figures.map(([name, value, unit]) =>
          value === null ? null : (
            <div key={name}>
              <dt>
                {t(`signals.${name}`)} {unit}
              </dt>
              <dd>
                <Amount value={value} />
              </dd>
            </div>
          ),
        )}
      </dl>
    </div>
  );
}
