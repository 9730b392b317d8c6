import { Link2, Unlink } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { useNow } from '../../app/clock.ts';
import { useSession } from '../../app/context.tsx';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Select } from '../../components/choice.tsx';
import { Empty } from '../../components/empty.tsx';
import { Moment } from '../../components/time.tsx';

const ROLES = ['viewer', 'trader', 'operator', 'owner'] as const;
type Role = (typeof ROLES)[number];

/** Who may talk to the desk through this channel, and the code that links somebody new. */
export function PeoplePart({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { outcome, value, reload } = useAnswer('channels.people', { id }, ['audit']);
  const session = useSession();
  const connected = useDesk(selectMayAct);
  const unlink = async (who: { readonly person: string } | { readonly chat: string }) => {
    await session.call('channels.unpair', { id, ...who });
    reload();
  };
  if (value === null) return outcome?.ok === false ? <Empty title={t('channels.noPeople')}>{outcome.failure.message}</Empty> : null;
  return (
    <div className="people">
      <Pairing id={id} />
      <h3>{t('channels.linked')}</h3>
      {value.people.length + value.chats.length === 0 && <p className="quiet">{t('channels.nobody')}</p>}
      <ul>
        {value.people.map(({ person, title, role, linkedAt, linkedBy }) => (
          <li key={person}>
            <span>
              <strong>{title}</strong> <span className="chip">{t(`role.${role}`)}</span>{' '}
              <span className="quiet">
                <Moment ts={linkedAt} /> · {t('channels.linkedBy', { who: linkedBy })}
              </span>
            </span>
            <UnlinkButton name={title} disabled={!connected} onPress={() => void unlink({ person })} />
          </li>
        ))}
        {value.chats.map(({ chat, title, kind, refused }) => (
          <li key={chat}>
            <span>
              <strong>{title}</strong> <span className="chip">{kind}</span> {refused !== null && <span className="loss">{refused}</span>}
            </span>
            <UnlinkButton name={title} disabled={!connected} onPress={() => void unlink({ chat })} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function UnlinkButton({ name, disabled, onPress }: { readonly name: string; readonly disabled: boolean; readonly onPress: () => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="button icon-button"
      disabled={disabled}
      aria-label={t('channels.unlink', { name })}
      title={t('channels.unlink', { name })}
      onClick={onPress}
    >
      <Unlink aria-hidden size={14} />
    </button>
  );
}

function Pairing({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectMayAct);
  const [role, setRole] = useState<Role>('operator');
  const [code, setCode] = useState<Result<'channels.pair'> | null>(null);
  return (
    <div className="pairing">
      <Select label={t('channels.role')} value={role} options={ROLES.map((value) => ({ value, text: t(`role.${value}`) }))} onChange={setRole} />
      <button type="button" className="button small" disabled={!connected} onClick={() => void session.call('channels.pair', { id, role }).then(setCode)}>
        <Link2 aria-hidden size={13} /> {t('channels.pair')}
      </button>
      <p className="quiet">{t('channels.pairNote')}</p>
      {code !== null && <Code {...code} />}
    </div>
  );
}

function Code({ code, expiresAt, link }: Result<'channels.pair'>) {
  const { t } = useTranslation();
  const formats = useFormats();
  const left = expiresAt - useNow();
  if (left <= 0) return <p role="status">{t('channels.codeOver')}</p>;
  return (
    <div className="pair-code" role="status">
      <button type="button" className="command" data-copy={`/link ${code}`}>
        /link {code}
      </button>
      <p className="quiet num">{t('channels.codeFor', { left: formats.duration(left) })}</p>
      {link !== null && (
        <button type="button" className="command small" data-copy={link}>
          {link}
        </button>
      )}
    </div>
  );
}
