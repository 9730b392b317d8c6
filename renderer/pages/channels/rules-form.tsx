import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Params } from '../../../daemon/protocol/index.ts';
import { tell } from '../../app/notice.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { SaveForm } from '../../components/schema-form/save-form.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { useEdit } from '../../components/schema-form/use-edit.ts';
import { changes, type Schema } from '../../lib/schema.ts';
import type { Channel } from './kinds.ts';

/** What a channel tells, how loud, when, and what together. */
export function RulesForm({ channel, routing, onSaved }: { readonly channel: Channel; readonly routing: unknown; readonly onSaved: () => void }) {
  const { t } = useTranslation();
  const topics = useAnswer('events.topics', {}).value?.items;
  const { id, topics: told, minLevel, routing: rules } = channel;
  const saved = useMemo(() => ({ topics: told, minLevel, ...rules }), [told, minLevel, rules]);
  const edit = useEdit(saved, '', 'routing');
  const names = useMemo(() => topics?.map(({ topic }) => topic), [topics]);
  const schema = useRulesSchema(routing as Schema, names);
  const save = async () => {
    const { topics: nextTopics, minLevel: nextLevel, ...changed } = changes(saved, edit.values);
    const params = { id, ...(nextTopics != null && { topics: nextTopics }), ...(nextLevel != null && { minLevel: nextLevel }), routing: changed };
    if (!(await edit.saving.save('channels.configure', params as Params<'channels.configure'>)).ok) return;
    tell(t('form.saved'));
    edit.settle();
    onSaved();
  };
  return (
    <SaveForm
      label={t('channels.part.rules')}
      dirty={edit.dirty}
      sound={isSound(schema, edit.values)}
      saving={edit.saving}
      onSave={save}
      onDiscard={edit.discard}
    >
      <SchemaForm schema={schema} values={edit.values} refusals={edit.saving.refusals} onChange={edit.change} />
    </SaveForm>
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
