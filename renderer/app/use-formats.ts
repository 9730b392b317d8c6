import { createFormats, type Formats, type Zone } from '../lib/format.ts';
import { usePreferences } from './preferences.ts';

/** To make them takes long, and every figure of a page asks for them. */
let made: Formats | undefined;

/** Ways of writing figures in the reader's language and zone. */
export function useFormats(): Formats {
  const language = usePreferences((state) => state.language);
  const zone = usePreferences((state) => state.zone);
  return formatsFor(language, zone);
}

/** As `useFormats`, outside of what is drawn. */
export function formatsNow(): Formats {
  const { language, zone } = usePreferences.getState();
  return formatsFor(language, zone);
}

/** Has the browser load, while there is nothing to draw yet, what it needs to write a figure and a time. */
export function prepareFormats(): void {
  const formats = formatsNow();
  formats.change('1', 'USD');
  formats.percent(0);
  formats.stamp(0);
}

function formatsFor(language: string, zone: Zone): Formats {
  if (made === undefined || made.locale !== language || made.zone !== zone) made = createFormats(language, zone);
  return made;
}
