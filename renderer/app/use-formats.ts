import { useMemo } from 'react';
import { createFormats, type Formats } from '../lib/format.ts';
import { usePreferences } from './preferences.ts';

/** Ways of writing figures in the reader's language and zone. */
export function useFormats(): Formats {
  const language = usePreferences((state) => state.language);
  const zone = usePreferences((state) => state.zone);
  return useMemo(() => createFormats(language, zone), [language, zone]);
}
