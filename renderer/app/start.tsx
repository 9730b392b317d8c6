import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { Toasts } from '../components/toasts.tsx';
import { startAlarms } from './alarm.ts';
import { App } from './app.tsx';
import { watchLooks } from './away.ts';
import { SessionProvider } from './context.tsx';
import { startCopying } from './copying.ts';
import type { First } from './first.ts';
import { firstSight } from './first-sight.ts';
import { startTexts } from './i18n.ts';
import { followTheme } from './preferences.ts';
import { ROUTES } from './routes.ts';
import { prepareFormats } from './use-formats.ts';
import { currentPlace, goTo } from './use-place.ts';

/** Shows the console, once there is something to show or it is clear that it will take a while. */
export async function start({ connection, session, asked }: First): Promise<void> {
  const page = ROUTES[currentPlace().page].prepare();
  followTheme();
  startCopying();
  const ready = Promise.all([startTexts(), page, firstSight(asked)]);
  // While the daemon answers there is time for what the browser takes long to make.
  prepareFormats();
  await ready;
  session.flush();
  addEventListener('hashchange', () => session.show(currentPlace().account));
  window.nightdesk?.onNavigate(goTo);
  watchLooks();
  startAlarms(connection);
  const root = createRoot(document.getElementById('root')!);
  // In one go, charts included: otherwise the browser shows the page without them first.
  flushSync(() =>
    root.render(
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
    ),
  );
}
