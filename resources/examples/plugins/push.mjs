// Posts each message to a topic of ntfy (https://docs.ntfy.sh/publish/), or of a server of your own.
// Enable it, then: nightdesk channels add phone --kind push topic=my-desk

/** @type {import('./nightdesk-plugin').Plugin} */
export default {
  channel: {
    title: 'Push (ntfy)',
    description: 'Posts to a topic of ntfy.sh or of a server of your own.',
    settings: {
      properties: {
        server: { type: 'string', pattern: '^https?://', default: 'https://ntfy.sh', title: 'Server', description: 'Its address' },
        topic: { type: 'string', minLength: 1, title: 'Topic', description: 'Whoever knows it can read along' },
      },
      required: ['topic'],
    },
    secrets: [{ name: 'token', description: 'Access token of the server, where it asks for one', required: false }],
    async send({ id, silent, event }, { settings, secrets, signal }) {
      const response = await fetch(new URL(encodeURIComponent(settings.topic), settings.server), {
        method: 'POST',
        headers: {
          'X-Message-Id': id,
          Title: 'Nightdesk',
          Priority: event.level === 'error' ? 'urgent' : silent ? 'min' : 'default',
          ...(secrets.token && { Authorization: `Bearer ${secrets.token}` }),
        },
        body: event.text,
        signal,
      });
      if (response.ok) return { outcome: 'delivered', detail: `${settings.server} took it` };
      const error = `${settings.server} answered ${response.status}`;
      if (response.status === 401 || response.status === 403) return { outcome: 'park', error, remedy: 'Set the secret "token"' };
      if (response.status === 429 || response.status >= 500) return { outcome: 'retry', error };
      return { outcome: 'dead', error };
    },
  },
};
