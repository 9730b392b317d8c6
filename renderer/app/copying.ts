import i18next from 'i18next';
import { complain, tell } from './notice.ts';

/** Copies the exact figure behind whatever carries `data-copy` and is clicked, unless text is being selected. */
export function startCopying(): void {
  document.addEventListener('click', (event) => {
    const figure = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-copy]') : null;
    const text = figure?.dataset.copy;
    if (text === undefined || document.getSelection()?.isCollapsed === false) return;
    navigator.clipboard.writeText(text).then(
      () => tell(i18next.t('notice.copied', { text })),
      () => complain(i18next.t('notice.notCopied')),
    );
  });
}
