import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Params } from '../../../daemon/protocol/index.ts';
import { tell } from '../../app/notice.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { SaveBar } from '../../components/schema-form/save-bar.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { useDraft } from '../../components/schema-form/use-draft.ts';
import { useSaving } from '../../components/schema-form/use-saving.ts';
import { changes, type Schema } from '../../lib/schema.ts';
import type { Channel } from './kinds.ts';

/** What a channel tells, how loud, when, and what together. */
export function RulesForm({ channel, routing, onSaved }: { readonly channel: Channel; readonly routing: unknown; readonly onSaved: () => void }) {
  const { t } = useTranslation();
  const topics = useAnswer('events.topics', {}).value?.items;
  const { id, topics: told, minLevel, routing: rules } = channel;
  const saved = useMemo(() => ({ topics: told, minLevel, ...rules }), [told, minLevel, rules]);
  const draft = useDraft(saved);
  const saving = useSaving('', 'routing');
  const names = useMemo(() => topics?.map(({ topic }) => topic), [topics]);
  const schema = useRulesSchema(routing as Schema, names);
  const save = async () => {
    const { topics: nextTopics, minLevel: nextLevel, ...changed } = changes(saved, draft.values);
    const params = { id, ...(nextTopics != null && { topics: nextTopics }), ...(nextLevel != null && { minLevel: nextLevel }), routing: changed };
    if (!(await saving.save('channels.configure', params as Params<'channels.configure'>)).ok) return;
    tell(t('form.saved'));
    draft.discard();
    onSaved();
  };
  return (
    <form
      aria-label={t('channels.part.rules')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <SchemaForm
        schema={schema}
        values={draft.values}
        refusals={saving.refusals}
        onChange={(values) => {
          draft.change(values);
          saving.forget();
        }}
      />
      <SaveBar
        dirty={draft.dirty}
        sound={isSound(schema, draft.values)}
        busy={saving.busy}
        failure={saving.failure}
        onDiscard={() => {
          draft.discard();
          saving.forget();
        }}
      />
    </form>
  );
}

/** The daemon's schema of the rules, with the two fields that stand beside them in a channel. */
function useRulesSchema(routing: Schema, topics: readonly string[] | undefined): Schema {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      ...routing,
      properties: {
        topics: {
          type: 'array',
          items: { type: 'string', examples: ['*', 'trade.*', 'order.*', ...(topics ?? [])] },
          minItems: 1,
          title: t('channels.topics'),
          description: t('channels.topicsNote'),
        },
        minLevel: {
          type: 'string',
          enum: ['debug', 'info', 'warning', 'error'],
          default: 'info',
          title: t('channels.minLevel'),
          description: t('channels.minLevelNote'),
        },
        ...routing.properties,
      },
    }),
    [routing, topics, t],
  );
}
