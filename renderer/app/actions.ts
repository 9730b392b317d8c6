/**
 * What can be done by one key. A key presses the button on the page that carries its name in `data-shortcut`, so that it
 * can never do what the button would not. The keyboard, its sheet and the palette go by this table.
 */
export const ACTIONS = [
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
  { key: '?', name: 'sheet' },
] as const;

export type ActionName = (typeof ACTIONS)[number]['name'];

/** The key as it is printed on a keyboard. */
export const keysOf = (key: string): readonly string[] => (/[A-Z]/.test(key) ? ['⇧', key] : [key.toUpperCase()]);

const buttonOf = (name: ActionName) => document.querySelector<HTMLButtonElement>(`[data-shortcut="${name}"]:not([disabled])`);

/** Whether the page has a button for it that can be pressed now. */
export const isOffered = (name: ActionName): boolean => buttonOf(name) !== null;

/** @returns whether there was something to press */
export function press(name: ActionName): boolean {
  const button = buttonOf(name);
  button?.focus();
  button?.click();
  return button !== null;
}
