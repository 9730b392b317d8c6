import { PencilLine, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { SearchField } from '../../components/search-field.tsx';
import { placeHash } from '../../lib/place.ts';
import { DESK } from '../../lib/world.ts';

type Method = Result<'rpc.methods'>['items'][number];

interface Props {
  readonly methods: readonly Method[];
  readonly chosen: string | undefined;
}

/** The methods by group, narrowed by a word in their name or summary. */
export function MethodList({ methods, chosen }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const groups = useMemo(() => grouped(methods.filter((one) => `${one.name} ${one.summary}`.toLowerCase().includes(text.toLowerCase()))), [methods, text]);
  return (
    <>
      <div className="api-search">
        <SearchField label={t('api.search')} text={text} onSearch={setText} />
      </div>
      <nav className="api-list" aria-label={t('api.methods')}>
        {methods.length > 0 && groups.length === 0 && <p className="menu-note">{t('api.noMatch')}</p>}
        {groups.map(([group, members]) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <ul>
              {members.map((one) => (
                <li key={one.name}>
                  <a
                    href={placeHash({ page: 'api', account: DESK, query: { method: one.name } })}
                    aria-current={one.name === chosen ? 'true' : undefined}
                    title={one.summary.replaceAll('`', '')}
                  >
                    <span>{one.name}</span>
                    {one.danger !== undefined ? (
                      <TriangleAlert size={13} aria-label={t('api.asks')} />
                    ) : one.mutates ? (
                      <PencilLine size={13} aria-label={t('api.changes')} />
                    ) : null}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
    </>
  );
}

function grouped(methods: readonly Method[]): ReadonlyArray<readonly [group: string, members: readonly Method[]]> {
  const groups = Map.groupBy(methods, ({ name }) => name.slice(0, name.lastIndexOf('.')));
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}
