import i18next from 'i18next';
import type { Connection } from '../../daemon/client/connection.ts';
import { PROBLEM_TOPICS, type Problem, problemOf } from '../lib/problem.ts';
import { complain } from './notice.ts';
import { prefer, usePreferences } from './preferences.ts';
import { plainly, sayingOf, toldNow } from './told.ts';
import { formatsNow } from './use-formats.ts';

/** Ways this window can tell of a problem. Spoken text comes with a silent notification where those are to be had. */
export const ALARMS = ['off', 'silent', 'sound', 'speech'] as const;
export type Alarm = (typeof ALARMS)[number];

/** So many within a minute; more would bury what matters. */
const MAX_RECENT = 5;
const RECENT_MS = 60_000;

/** The desktop console's main process shows notifications itself, by the level chosen in the tray; a page without a secure address has none. */
const hasNotifications = (): boolean => window.nightdesk === undefined && 'Notification' in window;

/** The ways to be had in this window. */
export const alarmsHere = (): readonly Alarm[] =>
  ALARMS.filter((one) => one === 'off' || (one === 'speech' ? 'speechSynthesis' in window : hasNotifications()));

/** Chooses a way for a level of problems, asking the browser for leave where that is needed. */
export async function chooseAlarm(level: Problem['level'], alarm: Alarm): Promise<void> {
  if (alarm !== 'off' && hasNotifications() && (await Notification.requestPermission()) !== 'granted' && alarm !== 'speech') {
    complain(i18next.t('alarm.refused'), i18next.t('alarm.refusedHint'));
    return;
  }
  prefer({ alarms: { ...usePreferences.getState().alarms, [level]: alarm } });
}

/** Tells of a text in a way. @param tag of two with the same, the later takes the place of the earlier */
export function raise(alarm: Alarm, title: string, text: string, tag: string): void {
  if (alarm === 'off') return;
  if (hasNotifications() && Notification.permission === 'granted') {
    const notification = new Notification(title, { body: text, tag, icon: './icons/192x192.png', silent: alarm !== 'sound', lang: i18next.language });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
  }
  if (alarm !== 'speech') return;
  const utterance = new SpeechSynthesisUtterance(`${title}. ${text}`);
  utterance.lang = i18next.language;
  speechSynthesis.speak(utterance);
}

/** Tells of problems as they come, in the way that was chosen for their level. */
export function startAlarms(connection: Connection): void {
  let recent: readonly number[] = [];
  connection.subscribe(
    { topics: PROBLEM_TOPICS },
    {
      onEvent: (event) => {
        const problem = problemOf(event);
        if (problem === null) return;
        const alarm = usePreferences.getState().alarms[problem.level];
        recent = recent.filter((at) => at > Date.now() - RECENT_MS);
        if (alarm === 'off' || recent.length >= MAX_RECENT) return;
        recent = [...recent, Date.now()];
        const { kind, source, seq } = problem;
        const { text } = toldNow(sayingOf(problem, i18next.t('problem.crashText')));
        raise(alarm, `${i18next.t(`problem.${kind}`)}: ${source}`, plainly(text, formatsNow()), `nightdesk ${seq}`);
      },
    },
  );
}
