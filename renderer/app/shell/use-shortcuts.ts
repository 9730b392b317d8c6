import { useEffect } from 'react';
import { openSheet } from './sheet.ts';

/**
 * One key each. A key presses the button on the page that carries its name in `data-shortcut`, so that it can never do what
 * the button would not.
 */
export const SHORTCUTS = [
  { key: 'p', name: 'pause' },
  { key: 's', name: 'run' },
  { key: 'X', name: 'panic' },
  { key: 'a', name: 'account' },
  { key: 'n', name: 'problems' },
  { key: '1', name: 'range-hour' },
  { key: '2', name: 'range-day' },
  { key: '3', name: 'range-week' },
  { key: '4', name: 'range-month' },
  { key: '5', name: 'range-all' },
  { key: 't', name: 'theme' },
] as const;

export const SHEET_KEY = '?';

const TYPING = 'input, textarea, select, [contenteditable], [role="menu"], [role="dialog"], [role="alertdialog"]';

function press(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
  if (event.target instanceof Element && event.target.closest(TYPING) !== null) return;
  if (event.key === SHEET_KEY) openSheet();
  const shortcut = SHORTCUTS.find(({ key }) => key === event.key);
  if (shortcut === undefined) return;
  const button = document.querySelector<HTMLButtonElement>(`[data-shortcut="${shortcut.name}"]:not([disabled])`);
  if (button === null) return;
  event.preventDefault();
  button.focus();
  button.click();
}

export function useShortcuts(): void {
  useEffect(() => {
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
