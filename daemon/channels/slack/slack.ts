import { z } from 'zod';
import type { ChannelContext, ChannelKind, SendResult } from '../descriptor.ts';
import { figures, HookSender, hookMessage } from '../http/hook.ts';
import { type Answer, judge, saidBy } from '../http/judge.ts';
import { secretUrl } from '../http/secret-url.ts';
import { slackMessage } from './message.ts';

const SlackSettings = z.strictObject({ figures });
type SlackSettings = z.output<typeof SlackSettings>;

export const slack: ChannelKind<typeof SlackSettings> = {
  kind: 'slack',
  title: 'Slack',
  description:
    'Posts to a channel of a Slack workspace through an incoming webhook (https://api.slack.com/messaging/webhooks). Slack knows no silent messages: they arrive like any other.',
  settings: SlackSettings,
  secrets: [{ name: 'url', required: true, description: 'The webhook URL, as in https://hooks.slack.com/services/T0/B0/abc. Whoever has it can post' }],
  render: (event, settings) => hookMessage(slackMessage(event, settings)),
  create: slackSender,
};

function slackSender(context: ChannelContext<SlackSettings>): HookSender {
  const url = secretUrl(context, { path: /^\/services\/[\w-]+\/[\w-]+\/[\w-]+\/?$/, like: 'https://hooks.slack.com/services/T0/B0/abc' });
  return new HookSender({ url, refused: (answer) => refused(answer, url.host, context.clock.now()) });
}

function refused(answer: Answer, host: string, now: number): SendResult {
  const word = answer.text.trim();
  const remedy = Object.hasOwn(REMEDIES, word) ? REMEDIES[word] : undefined;
  if (remedy) return { outcome: 'park', error: saidBy(answer, { host }), remedy };
  return judge(answer, { host, now, park: PARK });
}

const NEW_URL = 'The webhook is no longer valid: make a new one in the Slack app, then set the secret "url"';
const ASK_ADMIN = 'Ask an administrator of the workspace to allow it, then enable the channel';

/** Words of Slack's answers that mean the same for every message (https://api.slack.com/messaging/webhooks#handling_errors). */
const REMEDIES: Readonly<Record<string, string>> = {
  channel_not_found: 'The Slack channel no longer exists: make a webhook for another, then set the secret "url"',
  channel_is_archived: 'The Slack channel is archived: open it again or make a webhook for another, then set the secret "url"',
  user_not_found: NEW_URL,
  invalid_token: NEW_URL,
  no_active_hooks: NEW_URL,
  no_service: NEW_URL,
  no_service_id: NEW_URL,
  no_team: 'The URL names no workspace: copy it anew from the Slack app, then set the secret "url"',
  team_disabled: 'The Slack workspace is disabled: use another, then set the secret "url"',
  action_prohibited: ASK_ADMIN,
  posting_to_general_channel_denied: ASK_ADMIN,
};

const PARK: Readonly<Record<number, string>> = { 401: NEW_URL, 403: ASK_ADMIN, 404: NEW_URL, 410: NEW_URL };
