import i18next from 'i18next';
import { complain, tell } from './notice.ts';

/**
 * Puts a text on the clipboard and says so.
 *
 * @param name what to call it where the text itself is too long to be said
 */
export function copy(text: string, name = text): void {
  navigator.clipboard.writeText(text).then(
    () => tell(i18next.t('notice.copied', { text: name })),
    () => complain(i18next.t('notice.notCopied')),
  );
}

/** Copies the exact figure behind whatever carries `data-copy` and is clicked, unless text is being selected. */
export function startCopying(): void {
  document.addEventListener('click', (event) => {
    const figure = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-copy]') : null;
    const text = figure?.dataset.copy;
    if (text === undefined || document.getSelection()?.isCollapsed === false) return;
    copy(text);
  });
}
