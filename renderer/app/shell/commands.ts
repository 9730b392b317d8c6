import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { LOCAL } from '../../lib/format.ts';
import { readableName } from '../../lib/schema.ts';
import { offerFor, type Verb } from '../../lib/verbs.ts';
import { DESK } from '../../lib/world.ts';
import { ACTIONS, isOffered, keysOf, press } from '../actions.ts';
import { useSession } from '../context.tsx';
import { selectFigures, selectMayAct, selectState, useDesk } from '../desk.ts';
import { PAGE_IDS } from '../page-ids.ts';
import { LANGUAGES, prefer } from '../preferences.ts';
import { sectionsOf } from '../settings-sections.ts';
import { useAnswer } from '../use-answer.ts';
import { go } from '../use-place.ts';
import { LANGUAGE_NAMES, THEMES, timeZones } from '../window-choices.ts';
import { useRowCommands } from './row-commands.ts';

export interface Command {
  readonly id: string;
  readonly text: string;
  readonly keys?: readonly string[];
  readonly danger?: boolean;
  readonly run: () => void;
}

export type CommandGroup = {
  /** Its title. */
  readonly value: string;
  readonly items: readonly Command[];
  /** Too many to be gone through: listed once something is searched for. */
  readonly onlyFound?: boolean;
};

/** The keys of the verbs are those of the places that they take turns in. */
const KEY_OF: Partial<Record<Verb, string>> = { pause: 'p', resume: 'p', start: 's', stop: 's', rearm: 's' };
const OF_VERBS: ReadonlySet<string> = new Set(['pause', 'run', 'panic']);

/** All that can be done now, as the palette lists it. */
export function useCommands(): readonly CommandGroup[] {
  const { t } = useTranslation();
  const session = useSession();
  const state = useDesk(selectState);
  const connected = useDesk(selectMayAct);
  const markets = useDesk((desk) => selectFigures(desk).markets);
  const replays = useDesk((desk) => desk.world.replays);
  const { value: schema } = useAnswer('config.schema', {});
  const rows = useRowCommands();
  return useMemo(() => {
    const sections = [
      ...(['window', 'secrets', 'access', 'daemon'] as const).map((id) => [id, t(`settings.${id}`)] as const),
      ['plugin-files', t('settings.pluginFiles')] as const,
      ...sectionsOf(schema).map(([id]) => [id, readableName(id)] as const),
    ];
    const { pause, run, panic } = offerFor(state, connected);
    const verb = (one: Verb, text: string, danger = false): Command => {
      const key = KEY_OF[one];
      return { id: one, text, danger, run: () => void session.perform(one), ...(key !== undefined && { keys: keysOf(key) }) };
    };
    const verbs = [
      ...[pause, run].filter(({ enabled }) => enabled).map((one) => verb(one.verb, t(`verbs.${one.verb}`))),
      ...(panic
        ? [verb('panic', `${t('verbs.panic')}: ${t('verbs.cancelAll')}`, true), verb('flatten', `${t('verbs.panic')}: ${t('verbs.flatten')}`, true)]
        : []),
    ];
    return [
      { value: t('palette.pages'), items: PAGE_IDS.map((id) => ({ id, text: t(`page.${id}`), run: () => go({ page: id }) })) },
      { value: t('verbs.label'), items: verbs },
      {
        value: t('palette.actions'),
        items: ACTIONS.filter(({ name }) => !OF_VERBS.has(name) && isOffered(name)).map(({ key, name }) => ({
          id: name,
          text: t(`shortcut.${name}`),
          keys: keysOf(key),
          run: () => press(name),
        })),
      },
      { value: t('market.pairs'), items: Object.keys(markets).map((pair) => ({ id: pair, text: pair, run: () => go({ page: 'market', query: { pair } }) })) },
      {
        value: t('page.settings'),
        items: sections.map(([id, text]) => ({
          id: `settings-${id}`,
          text: `${t('page.settings')}: ${text}`,
          run: () => go({ page: 'settings', query: { section: id } }),
        })),
      },
      { value: t('palette.accounts'), items: [DESK, ...Object.keys(replays)].map((account) => ({ id: account, text: account, run: () => go({ account }) })) },
      ...rows,
      ...ofWindow(t),
    ].filter(({ items }) => items.length > 0);
  }, [t, session, state, connected, markets, replays, schema, rows]);
}

const ofWindow = (t: TFunction): readonly CommandGroup[] => [
  {
    value: t('settings.window'),
    items: [
      ...THEMES.map((theme) => ({ id: theme, text: `${t('settings.theme')}: ${t(`theme.${theme}`)}`, run: () => prefer({ theme }) })),
      ...LANGUAGES.map((language) => ({ id: language, text: `${t('settings.language')}: ${LANGUAGE_NAMES[language]}`, run: () => prefer({ language }) })),
    ],
  },
  {
    value: t('settings.zone'),
    items: [LOCAL, ...timeZones()].map((zone) => ({
      id: zone,
      text: `${t('settings.zone')}: ${zone === LOCAL ? t('settings.local', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone }) : zone}`,
      run: () => prefer({ zone }),
    })),
    onlyFound: true,
  },
];
