import { RpcError } from '../../protocol/errors.ts';
import type { Result } from '../../protocol/index.ts';
import { CATALOGUES, LANGUAGES, type Language, type TextKey, topicOf } from './catalogue.ts';
import { placeholdersOf } from './placeholders.ts';

/**
 * The usual texts of a language with what an own text may ask for in each.
 *
 * @throws RpcError `invalid` for a language there is none of
 */
export function textsOf(language = 'en'): Result<'channels.texts'> {
  if (!(LANGUAGES as readonly string[]).includes(language)) {
    throw new RpcError('invalid', `there are no texts in "${language}"`, { field: 'language', hint: `One of: ${LANGUAGES.join(', ')}` });
  }
  const { topics } = CATALOGUES[language as Language];
  const items = (Object.entries(topics) as Array<[TextKey, string]>).map(([key, text]) => {
    const topic = topicOf(key);
    return { key, topic, text, placeholders: [...placeholdersOf(topic).names] };
  });
  return { languages: [...LANGUAGES], items };
}
