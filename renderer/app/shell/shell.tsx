import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { selectKind, selectState, useDesk } from '../desk.ts';
import { ROUTES } from '../routes.ts';
import { useFreshness } from '../use-freshness.ts';
import { usePlace } from '../use-place.ts';
import { Announcer } from './announcer.tsx';
import { Header } from './header.tsx';
import { Rail } from './rail.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { StatusBar } from './status-bar.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** The frame of every page: who is trading and how it stands, above; where the data comes from, below. */
export function Shell() {
  const { t } = useTranslation();
  const { page } = usePlace();
  const kind = useDesk(selectKind);
  const state = useDesk(selectState);
  const { kind: age } = useFreshness();
  useShortcuts();
  const route = ROUTES.find((one) => one.id === page) ?? ROUTES[0];
  const standing = age === 'disconnected' ? t('age.disconnected') : t(`state.${state ?? 'unknown'}`);
  useEffect(() => {
    document.title = `${t(`kind.${kind}`)} · ${standing} · Nightdesk`;
  }, [t, kind, standing]);
  const Page = route.component;
  return (
    <div className="desk" data-kind={kind} data-age={age}>
      <button type="button" className="skip button" onClick={() => document.getElementById('main')?.focus()}>
        {t('shell.skip')}
      </button>
      <Header />
      <Rail page={route.id} />
      <main id="main" tabIndex={-1} aria-label={t(`page.${route.id}`)}>
        <ErrorBoundary key={route.id}>
          <Suspense fallback={<p className="hidden">{t('shell.loading')}</p>}>
            <Page />
          </Suspense>
        </ErrorBoundary>
      </main>
      <StatusBar />
      <Announcer />
      <ConfirmDialog />
      <ShortcutSheet />
    </div>
  );
}
