import { Trash2 } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { tell } from '../../app/notice.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { None } from '../../components/numbers.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { Moment } from '../../components/time.tsx';
import { SecretField } from './secret-field.tsx';

type Secret = Result<'secrets.status'>['items'][number];

/** Which secrets are set. They go in and never come out. */
export function SecretsPanel() {
  const { t } = useTranslation();
  const session = useSession();
  const { outcome, value, reload } = useAnswer('secrets.status', {}, ['audit']);
  const columns = useMemo(
    (): readonly Column<Secret>[] => [
      { key: 'name', title: t('secrets.name'), cell: ({ name }) => <strong>{name}</strong> },
      { key: 'end', title: t('secrets.lastFour'), cell: ({ lastFour }) => (lastFour === null ? <None /> : <span className="num">…{lastFour}</span>) },
      { key: 'updated', title: t('secrets.updated'), cell: ({ updatedAt }) => <Moment ts={updatedAt} /> },
      {
        key: 'remove',
        title: t('secrets.delete'),
        align: 'right',
        cell: ({ name }) => (
          <button
            type="button"
            className="button icon-button"
            aria-label={t('secrets.deleteOne', { name })}
            onClick={() => void session.call('secrets.delete', { name }).then(reload)}
          >
            <Trash2 aria-hidden size={14} />
          </button>
        ),
      },
    ],
    [t, session, reload],
  );
  return (
    <Panel name="section" title={t('settings.secrets')} note={value === null ? undefined : t(value.locked ? 'secrets.locked' : `secrets.${value.key}`)}>
      {outcome?.ok === false && value === null && <Refusal failure={outcome.failure} onRetry={reload} />}
      {value !== null && (
        <div className="settings-body">
          {value.locked ? <Unlock onDone={reload} /> : <Put onDone={reload} />}
          {value.items.length === 0 ? (
            <Empty title={t('secrets.none')}>{t('secrets.noneText')}</Empty>
          ) : (
            <DataTable label={t('settings.secrets')} columns={columns} rows={value.items} rowKey={({ name }) => name} />
          )}
        </div>
      )}
    </Panel>
  );
}

function Put({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectMayAct);
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const put = async (event: FormEvent) => {
    event.preventDefault();
    if ((await session.call('secrets.set', { name: name.trim(), value })) === null) return;
    tell(t('secrets.kept', { name: name.trim() }));
    setName('');
    setValue('');
    onDone();
  };
  return (
    <form className="settings-line" aria-label={t('secrets.set')} onSubmit={(event) => void put(event)}>
      <label className="field">
        {t('secrets.name')}
        <input
          className="input"
          autoComplete="off"
          spellCheck={false}
          placeholder="channels.ops.secret"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <SecretField label={t('secrets.value')} value={value} onChange={setValue} />
      <button type="submit" className="button primary" disabled={!connected || name.trim() === '' || value === ''}>
        {t('secrets.set')}
      </button>
    </form>
  );
}

function Unlock({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const [passphrase, setPassphrase] = useState('');
  const unlock = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await session.call('secrets.unlock', { passphrase });
    setPassphrase('');
    if (answer !== null) onDone();
  };
  return (
    <form className="settings-line" aria-label={t('secrets.unlock')} onSubmit={(event) => void unlock(event)}>
      <SecretField label={t('secrets.passphrase')} value={passphrase} onChange={setPassphrase} />
      <button type="submit" className="button primary" disabled={passphrase === ''}>
        {t('secrets.unlock')}
      </button>
    </form>
  );
}
