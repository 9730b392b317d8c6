import { createFormats, type Formats } from '../lib/format.ts';
import { usePreferences } from './preferences.ts';

/** To make them takes long, and every figure of a page asks for them. */
let made: Formats | undefined;

/** Ways of writing figures in the reader's language and zone. */
export function useFormats(): Formats {
  const language = usePreferences((state) => state.language);
  const zone = usePreferences((state) => state.zone);
  if (made === undefined || made.locale !== language || made.zone !== zone) made = createFormats(language, zone);
  return made;
}
