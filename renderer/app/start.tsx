import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Connection } from '../../daemon/client/connection.ts';
import { Toasts } from '../components/toasts.tsx';
import { startAlarms } from './alarm.ts';
import { App } from './app.tsx';
import { watchLooks } from './away.ts';
import { SessionProvider } from './context.tsx';
import { startCopying } from './copying.ts';
import { useDesk } from './desk.ts';
import { startTexts } from './i18n.ts';
import { followTheme } from './preferences.ts';
import { ROUTES } from './routes.ts';
import { Session } from './session.ts';
import { currentPlace, goTo } from './use-place.ts';

/** Shows the console over a connection. */
export async function start(connection: Connection): Promise<void> {
  useDesk.setState({ account: currentPlace().account });
  const session = new Session(connection);
  // What is asked for now is answered by the time the page is first drawn.
  session.start();
  const page = ROUTES.find(({ id }) => id === currentPlace().page)?.prepare();
  followTheme();
  startCopying();
  await Promise.all([startTexts(), page]);
  addEventListener('hashchange', () => session.show(currentPlace().account));
  window.nightdesk?.onNavigate(goTo);
  watchLooks();
  startAlarms(connection);
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <SessionProvider value={session}>
          <Tooltip.Provider delay={400}>
            <Toasts>
              <App />
            </Toasts>
          </Tooltip.Provider>
        </SessionProvider>
      </CSPProvider>
    </StrictMode>,
  );
}
