import { useEffect } from 'react';
import { ACTIONS, press } from '../actions.ts';
import { openPalette } from './sheet.ts';

const TYPING = 'input, textarea, select, [contenteditable], [role="menu"], [role="dialog"], [role="alertdialog"]';

function onKey(event: KeyboardEvent): void {
  if (event.repeat || event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key === 'k') {
    event.preventDefault();
    openPalette();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest(TYPING) !== null) return;
  const action = ACTIONS.find(({ key }) => key === event.key);
  if (action !== undefined && press(action.name)) event.preventDefault();
}

export function useShortcuts(): void {
  useEffect(() => {
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
