import { ChannelEntry } from '../channels/config.ts';
import { isPlainObject, type Path, valueAt } from './path.ts';

export interface Override {
  /** Name of the environment variable. */
  readonly variable: string;
  readonly path: Path;
  /** As written. */
  readonly text: string;
  /** Read as JSON where it is JSON, else the text. */
  readonly value: unknown;
}

const PREFIX = 'NIGHTDESK__';

/**
 * The keys that the environment sets: `NIGHTDESK__BOT__MAX_OPEN_TRADES=4` is `bot.maxOpenTrades`. Names of the user's
 * own, such as `ema-cross`, are found by their letters and digits among those that exist.
 *
 * @param known values whose keys may be meant
 */
export function overridesFrom(env: Readonly<Record<string, string | undefined>>, known: () => readonly unknown[]): Override[] {
  const found: Override[] = [];
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX) || text === undefined) continue;
    const path: string[] = [];
    for (const word of variable.slice(PREFIX.length).split('__')) path.push(keyFor(word, path, known()));
    for (const place of placesOf(path, known())) found.push({ variable, path: place, text, value: jsonOr(text) });
  }
  return found;
}

/**
 * A setting of a channel may be named without the word `settings` between, and its channel by its kind:
 * `NIGHTDESK__CHANNELS__TELEGRAM__API_ROOT`. Without such a channel there is nothing to set.
 */
function placesOf(path: Path, [file]: readonly unknown[]): Path[] {
  const [section, name, key, ...rest] = path;
  if (section !== 'channels' || name === undefined || key === undefined || Object.hasOwn(ChannelEntry.shape, key)) return [path];
  const channels = valueAt(file, ['channels']);
  if (!isPlainObject(channels)) return [];
  const ids = Object.hasOwn(channels, name) ? [name] : Object.keys(channels).filter((id) => valueAt(channels, [id, 'kind']) === name);
  return ids.map((id) => ['channels', id, 'settings', key, ...rest]);
}

function keyFor(word: string, path: Path, known: readonly unknown[]): string {
  const wanted = letters(word);
  for (const root of known) {
    const here = valueAt(root, path);
    const key = isPlainObject(here) ? Object.keys(here).find((candidate) => letters(candidate) === wanted) : undefined;
    if (key) return key;
  }
  return word.toLowerCase().replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
