import { lazy, type ReactNode, Suspense, useDeferredValue, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { Hints } from '../../components/hint.tsx';
import { selectEnded, selectKind, selectState, useDesk } from '../desk.ts';
import { ROUTES } from '../routes.ts';
import { useFreshness } from '../use-freshness.ts';
import { ShownPlace, useAddress } from '../use-place.ts';
import { Announcer } from './announcer.tsx';
import { Banners } from './banners.tsx';
import { Header } from './header.tsx';
import { Rail } from './rail.tsx';
import { usePalette } from './sheet.ts';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { StatusBar } from './status-bar.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** Comes when it is first asked for. */
const Palette = lazy(() => import('./palette.tsx'));

/** The frame of every page: who is trading and how it stands, above; where the data comes from, below. */
export function Shell() {
  const { t } = useTranslation();
  const place = useAddress();
  const later = useDeferredValue(place);
  // The next page is made ready beside the one that is left, a little in every frame.
  const shown = later.page === place.page ? place : later;
  const palette = usePalette(({ open }) => open);
  useShortcuts();
  const { page } = shown;
  const Page = ROUTES[page].component;
  return (
    <Desk>
      <button type="button" className="skip button" onClick={() => document.getElementById('main')?.focus()}>
        {t('shell.skip')}
      </button>
      <Header />
      <Banners page={page} />
      <Rail page={place.page} />
      <main id="main" tabIndex={-1} aria-label={t(`page.${page}`)} aria-busy={shown !== place}>
        <ErrorBoundary key={page}>
          <Suspense fallback={<Loading />}>
            <ShownPlace value={shown}>
              <Page />
            </ShownPlace>
          </Suspense>
        </ErrorBoundary>
      </main>
      <StatusBar />
      <Announcer />
      <Hints />
      <ConfirmDialog />
      <ShortcutSheet />
      {palette && (
        <Suspense>
          <Palette />
        </Suspense>
      )}
    </Desk>
  );
}

/** In place of a page that is still on its way. */
function Loading() {
  const { t } = useTranslation();
  return (
    <p className="hidden" aria-busy>
      {t('shell.loading')}
    </p>
  );
}

/** Tells by colour, title and fading what is traded with and whether that can be trusted. Apart, since it looks every second. */
function Desk({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const kind = useDesk(selectKind);
  const state = useDesk(selectState);
  const ended = useDesk(selectEnded);
  const { kind: age } = useFreshness();
  const standing =
    age === 'disconnected' ? t('age.disconnected') : ended === null ? t(`state.${state ?? 'unknown'}`) : t(`replay.ended.${ended.state as 'done'}`);
  useEffect(() => {
    document.title = `${t(`kind.${kind}`)} · ${standing} · Nightdesk`;
  }, [t, kind, standing]);
  return (
    <div className="desk" data-kind={kind} data-age={age}>
      {children}
    </div>
  );
}
