import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../app/use-answer.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { commandLine, socatLine } from '../../lib/command-lines.ts';

interface Props {
  readonly method: string;
  readonly params: unknown;
}

/** The same call from elsewhere. */
export function ShellLines({ method, params }: Props) {
  const { t } = useTranslation();
  const status = useAnswer('daemon.status', {}).value;
  return (
    <div className="shell-lines">
      <CodeBlock title={t('api.byCommand')} text={commandLine(method, params)} />
      {status !== null && <CodeBlock title={t('api.bySocket')} text={socatLine(method, params, status.socket)} />}
    </div>
  );
}
