import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';

interface Props {
  readonly file: string;
  /** Paths that environment variables set. */
  readonly overridden: readonly string[];
}

/** Where all this is kept, what the environment sets whatever the file says, and whether the file on disk is sound. */
export function FileNote({ file, overridden }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const [found, setFound] = useState<Result<'config.validate'> | null>(null);
  return (
    <aside className="file-note" aria-label={t('settings.file')}>
      <p>
        {t('settings.file')}: <code data-copy={file}>{file}</code>{' '}
        <button type="button" className="button small" onClick={() => void session.call('config.validate', {}).then(setFound)}>
          {t('settings.check')}
        </button>
      </p>
      <div role="status">
        {found?.ok === true && <p className="gain">{t('settings.sound')}</p>}
        {found?.problems.map((problem) => (
          <p key={`${problem.path} ${problem.line}`} className="save-fault">
            {problem.line !== undefined && t('settings.line', { line: problem.line })} {problem.path} {problem.message}
          </p>
        ))}
      </div>
      {overridden.length > 0 && (
        <p className="quiet">
          {t('settings.overridden')}: {overridden.join(', ')}
        </p>
      )}
    </aside>
  );
}
