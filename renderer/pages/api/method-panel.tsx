import { Play } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodName, Result } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';
import { selectConnected, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Segments } from '../../components/choice.tsx';
import { Described } from '../../components/described.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { isValues, type Schema, type Values } from '../../lib/schema.ts';
import { Reply, type Told } from './reply.tsx';
import { ShellLines } from './shell-lines.tsx';

type Method = Result<'rpc.describe'>;

/** They would take away the stream of events that this page lives by. */
const NOT_HERE: ReadonlySet<string> = new Set(['events.subscribe', 'events.unsubscribe']);

export function MethodPanel({ name }: { readonly name: string }) {
  const { outcome, value, reload } = useAnswer('rpc.describe', { method: name });
  return (
    <Panel name="method" title={name} note={value && <Described text={value.summary} />}>
      {outcome?.ok === false && <Refusal failure={outcome.failure} onRetry={reload} />}
      {value !== null && <Trial method={value} />}
    </Panel>
  );
}

const WAYS = ['form', 'json'] as const;

function Trial({ method }: { readonly method: Method }) {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectConnected);
  const [way, setWay] = useState<(typeof WAYS)[number]>('form');
  const [values, setValues] = useState<Values>({});
  const [typed, setTyped] = useState('{}');
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Told | null>(null);
  const schema = method.params as Schema;
  const read = way === 'form' ? values : readValues(typed);
  const sound = read !== null && (way === 'json' || isSound(schema, read));
  const fill = (next: Values) => {
    setValues(next);
    setTyped(JSON.stringify(next, null, 2));
  };
  const turn = (next: (typeof WAYS)[number]) => {
    if (next === 'json') setTyped(JSON.stringify(values, null, 2));
    else if (read !== null) setValues(read);
    setWay(next);
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (read === null) return;
    setBusy(true);
    const began = performance.now();
    const outcome = await session.tryOut(method.name as MethodName, read);
    if (outcome !== null) setTold({ outcome, elapsedMs: performance.now() - began });
    setBusy(false);
  };
  return (
    <div className="api-method">
      {method.description !== undefined && (
        <p>
          <Described text={method.description} />
        </p>
      )}
      <p className="api-facts">
        <span className="chip">{t('api.role', { role: method.role })}</span>
        <span className="chip">{t(method.mutates ? 'api.changes' : 'api.reads')}</span>
        <span className="chip num">{t('api.cost', { cost: method.cost })}</span>
      </p>
      {method.danger !== undefined && (
        <p className="verdict" data-mood="warn">
          {t('api.asks')}: <Described text={method.danger} />
        </p>
      )}
      <form aria-label={t('api.params')} onSubmit={(event) => void send(event)}>
        <div className="api-bar">
          <h3>{t('api.params')}</h3>
          <Segments label={t('api.way')} value={way} options={WAYS.map((one) => ({ value: one, text: t(`api.${one}`) }))} onChange={turn} />
          {isValues(method.example) && Object.keys(method.example).length > 0 && (
            <button type="button" className="button small" onClick={() => fill(method.example as Values)}>
              {t('api.example')}
            </button>
          )}
        </div>
        {way === 'json' ? (
          <textarea
            className="input code"
            aria-label={t('api.json')}
            aria-invalid={read === null}
            rows={Math.min(14, typed.split('\n').length + 1)}
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        ) : Object.keys(schema.properties ?? {}).length === 0 ? (
          <p className="quiet">{t('api.noParams')}</p>
        ) : (
          <SchemaForm schema={schema} values={values} onChange={setValues} />
        )}
        <div className="api-bar">
          <button type="submit" className="button primary" disabled={!sound || busy || !connected || NOT_HERE.has(method.name)}>
            <Play aria-hidden size={14} /> {t('api.call')}
          </button>
          {NOT_HERE.has(method.name) && <p className="quiet">{t('api.notHere')}</p>}
          {read === null && <p className="save-fault">{t('api.noObject')}</p>}
        </div>
      </form>
      <Reply told={told} busy={busy} />
      {read !== null && <ShellLines method={method.name} params={read} />}
    </div>
  );
}

/** Null when the text is no JSON object. */
function readValues(text: string): Values | null {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    return isValues(value) ? value : null;
  } catch {
    return null;
  }
}
