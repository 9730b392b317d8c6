import { Trash2 } from 'lucide-react';
import { type FormEvent, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { ask } from '../../app/confirmation.ts';
import { useSession } from '../../app/context.tsx';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Select } from '../../components/choice.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { None } from '../../components/numbers.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { Moment } from '../../components/time.tsx';

type Token = Result<'tokens.list'>['items'][number];

/** Who may come in from outside: tokens of programs, and browsers. Revoking cuts off at once. */
export function AccessPanel() {
  const { t } = useTranslation();
  const session = useSession();
  const { outcome, value, reload } = useAnswer('tokens.list', {}, ['audit']);
  const revoke = useCallback(
    async ({ id, name }: Token) => {
      if (!(await ask({ method: 'tokens.revoke', params: { id }, danger: t('access.revokeText', { name }) }))) return;
      await session.call('tokens.revoke', { id });
      reload();
    },
    [session, reload, t],
  );
  const columns = useMemo(
    (): readonly Column<Token>[] => [
      { key: 'name', title: t('access.name'), cell: ({ name }) => <strong>{name}</strong> },
      { key: 'kind', title: t('access.kind'), cell: ({ kind }) => t(`access.${kind}`) },
      { key: 'role', title: t('audit.role'), cell: ({ role }) => role },
      { key: 'created', title: t('access.created'), cell: ({ createdAt }) => <Moment ts={createdAt} /> },
      { key: 'used', title: t('access.used'), cell: ({ lastUsedAt }) => (lastUsedAt === null ? <None /> : <Moment ts={lastUsedAt} />) },
      { key: 'expires', title: t('access.expires'), cell: ({ expiresAt }) => (expiresAt === null ? t('access.never') : <Moment ts={expiresAt} />) },
      {
        key: 'remove',
        title: t('access.revoke'),
        align: 'right',
        cell: (token) => (
          <button type="button" className="button icon-button" aria-label={t('access.revokeOne', { name: token.name })} onClick={() => void revoke(token)}>
            <Trash2 aria-hidden size={14} />
          </button>
        ),
      },
    ],
    [t, revoke],
  );
  return (
    <Panel name="section" title={t('settings.access')} note={t('access.note')}>
      {outcome?.ok === false && value === null && <Refusal failure={outcome.failure} onRetry={reload} />}
      {value !== null && (
        <div className="settings-body">
          <Create onDone={reload} />
          <DataTable label={t('settings.access')} columns={columns} rows={value.items} rowKey={({ id }) => id} />
        </div>
      )}
    </Panel>
  );
}

const ROLES = ['viewer', 'trader', 'operator', 'owner'] as const;
const LIFETIMES = { never: null, month: 30, quarter: 90, year: 365 } as const;
type Lifetime = keyof typeof LIFETIMES;

function Create({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectMayAct);
  const [name, setName] = useState('');
  const [role, setRole] = useState<(typeof ROLES)[number]>('viewer');
  const [lifetime, setLifetime] = useState<Lifetime>('quarter');
  const [made, setMade] = useState<Result<'tokens.create'> | null>(null);
  const create = async (event: FormEvent) => {
    event.preventDefault();
    const days = LIFETIMES[lifetime];
    const answer = await session.call('tokens.create', { name: name.trim(), role, ...(days !== null && { expiresAt: Date.now() + days * 86_400_000 }) });
    if (answer === null) return;
    setMade(answer);
    setName('');
    onDone();
  };
  return (
    <>
      <form className="settings-line" aria-label={t('access.create')} onSubmit={(event) => void create(event)}>
        <label className="field">
          {t('access.name')}
          <input className="input" autoComplete="off" maxLength={64} placeholder="grafana" value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <Select label={t('audit.role')} value={role} options={ROLES.map((one) => ({ value: one, text: one }))} onChange={setRole} />
        <Select
          label={t('access.lifetime')}
          value={lifetime}
          options={(Object.keys(LIFETIMES) as Lifetime[]).map((one) => ({ value: one, text: t(`lifetime.${one}`) }))}
          onChange={setLifetime}
        />
        <button type="submit" className="button primary" disabled={!connected || name.trim() === ''}>
          {t('access.create')}
        </button>
      </form>
      {made !== null && (
        <div role="status" className="made">
          <p>
            <strong>{t('access.once')}</strong>
          </p>
          <CodeBlock title={made.name} text={made.token} />
          <button type="button" className="button small" onClick={() => setMade(null)}>
            {t('access.forget')}
          </button>
        </div>
      )}
    </>
  );
}
