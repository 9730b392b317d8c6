/** Channels between the window of the desktop console and its main process. */
export const CHANNELS = {
  /** Window → main, answered. */
  call: 'nightdesk:call',
  subscribe: 'nightdesk:subscribe',
  unsubscribe: 'nightdesk:unsubscribe',
  connect: 'nightdesk:connect',
  state: 'nightdesk:state',
  openLink: 'nightdesk:open-link',
  /** Main → window. */
  news: 'nightdesk:news',
  stateChanged: 'nightdesk:state-changed',
  navigate: 'nightdesk:navigate',
} as const;

/** Pages outside that the console may open in the user's browser; the window names them, it never gives an address. */
export const OUTSIDE_LINKS = {
  electronSecurity: 'https://www.electronjs.org/docs/latest/tutorial/security',
  jsonRpc: 'https://www.jsonrpc.org/specification',
  standardWebhooks: 'https://www.standardwebhooks.com/',
  tradingView: 'https://www.tradingview.com/',
} as const;

export type OutsideLink = keyof typeof OUTSIDE_LINKS;
