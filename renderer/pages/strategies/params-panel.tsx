import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { tell } from '../../app/notice.ts';
import { askBeforeChange, type Strategy } from '../../app/strategy-change.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { SaveForm } from '../../components/schema-form/save-form.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { useEdit } from '../../components/schema-form/use-edit.ts';
import { changes, equal, type Schema, type Values } from '../../lib/schema.ts';

/** The parameters of a strategy and the pairs it trades, as forms made from what it says of itself. */
export function ParamsPanel({ strategy }: { readonly strategy: Strategy }) {
  const { id, title, description } = strategy;
  const told = useAnswer('strategies.describe', { id }, ['strategy.state']);
  return (
    <Panel name="strategy" title={title} note={id}>
      <div className="scroll">
        <p className="lead">{description}</p>
        {told.value === null && told.outcome?.ok === false && <Refusal failure={told.outcome.failure} onRetry={told.reload} />}
        {told.value !== null && <Params strategy={told.value} schema={told.value.schema as Schema} defaults={told.value.defaults} onSaved={told.reload} />}
        <Pairs strategy={strategy} />
      </div>
    </Panel>
  );
}

interface ParamsProps {
  readonly strategy: Strategy;
  readonly schema: Schema;
  readonly defaults: Values;
  readonly onSaved: () => void;
}

function Params({ strategy, schema, defaults, onSaved }: ParamsProps) {
  const { t } = useTranslation();
  const edit = useEdit(strategy.params, 'params');
  const save = async () => {
    const params = changes(strategy.params, edit.values, (name) => defaults[name]);
    if (!(await askBeforeChange('strategies.configure', strategy, 'configure'))) return;
    if (!(await edit.saving.save('strategies.configure', { id: strategy.id, params })).ok) return;
    tell(t('form.saved'));
    edit.settle();
    onSaved();
  };
  const atDefaults = equal({ ...defaults, ...edit.values }, { ...edit.values, ...defaults });
  return (
    <SaveForm
      label={t('strategies.params')}
      dirty={edit.dirty}
      sound={isSound(schema, edit.values)}
      saving={edit.saving}
      onSave={save}
      onDiscard={edit.discard}
    >
      <header className="form-head">
        <h3>{t('strategies.params')}</h3>
        <button type="button" className="button small" disabled={atDefaults} onClick={() => edit.change(defaults)}>
          {t('strategies.reset')}
        </button>
      </header>
      <SchemaForm schema={schema} values={edit.values} onChange={edit.change} refusals={edit.saving.refusals} />
    </SaveForm>
  );
}

/** All pairs of the whitelist, or some of those that there are. */
function Pairs({ strategy: { id, pairs: saved } }: { readonly strategy: Strategy }) {
  const { t } = useTranslation();
  const session = useSession();
  const known = useAnswer('markets.list', {}).value?.items;
  const [assumed, setAssumed] = useState<{ readonly pairs: readonly string[] | null } | null>(null);
  const pairs = assumed === null ? saved : assumed.pairs;
  if (assumed !== null && equal(assumed.pairs, saved)) setAssumed(null);
  const names = useMemo(() => [...new Set([...(known ?? []).map(({ pair }) => pair), ...(pairs ?? [])])].sort(), [known, pairs]);
  const put = async (next: readonly string[] | null) => {
    setAssumed({ pairs: next });
    if ((await session.call('config.set', { path: `strategies.${id}.pairs`, value: next })) === null) setAssumed(null);
    else tell(t('form.saved'));
  };
  return (
    <fieldset className="strategy-pairs">
      <legend>{t('strategies.pairs')}</legend>
      <label className="check">
        <input type="checkbox" checked={pairs === null} onChange={(event) => void put(event.target.checked ? null : names)} />
        {t('strategies.allPairs')}
      </label>
      {pairs !== null && (
        <div className="checks">
          {names.map((pair) => (
            <label key={pair} className="check num">
              <input
                type="checkbox"
                checked={pairs.includes(pair)}
                onChange={(event) => void put(names.filter((one) => (one === pair ? event.target.checked : pairs.includes(one))))}
              />
              {pair}
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}
