import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Described } from '../../components/described.tsx';
import { readableName } from '../../lib/schema.ts';
import type { Kind } from './kinds.ts';

interface Props {
  readonly secret: Kind['secrets'][number];
  /** Whether one is stored; what it is, nobody is ever told. */
  readonly isSet: boolean;
  readonly typed: string;
  readonly onType: (text: string) => void;
}

/** A secret, which can be put in but not read. */
function SecretField({ secret, isSet, typed, onType }: Props) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="field">
      <span className="field-head">
        <label htmlFor={id}>
          {t('channels.secret', { name: readableName(secret.name) })}
          {secret.required && <span className="required"> {t('form.required')}</span>}
        </label>
        <span className="chip" data-mood={isSet ? 'good' : undefined}>
          {t(isSet ? 'channels.secretSet' : 'channels.secretNotSet')}
        </span>
      </span>
      <input
        id={id}
        className="input"
        type="password"
        autoComplete="new-password"
        spellCheck={false}
        placeholder={isSet ? '••••••••' : ''}
        value={typed}
        aria-describedby={`${id}-note`}
        onChange={(event) => onType(event.target.value)}
      />
      <span id={`${id}-note`} className="field-note">
        <Described text={secret.description} />
      </span>
    </div>
  );
}

interface FieldsProps {
  readonly kind: Kind;
  /** Names of those that are stored. */
  readonly stored: readonly string[];
  readonly typed: Readonly<Record<string, string>>;
  readonly onType: (name: string, text: string) => void;
  readonly required: boolean;
}

/** The secrets that a kind needs, or those it can do without. */
export function SecretFields({ kind, stored, typed, onType, required }: FieldsProps) {
  const secrets = kind.secrets.filter((secret) => secret.required === required);
  if (secrets.length === 0) return null;
  return (
    <div className="schema-members">
      {secrets.map((secret) => (
        <SecretField
          key={secret.name}
          secret={secret}
          isSet={stored.includes(secret.name)}
          typed={typed[secret.name] ?? ''}
          onType={(text) => onType(secret.name, text)}
        />
      ))}
    </div>
  );
}
