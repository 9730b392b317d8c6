/** The pages of the console in the order of the rail; the first is the one to begin with. The title of each is the text `page.<id>`. */
export const PAGE_IDS = [
  'overview',
  'market',
  'positions',
  'trades',
  'performance',
  'strategies',
  'channels',
  'signals',
  'risk',
  'logs',
  'audit',
  'api',
  'settings',
  'guide',
] as const;
export type PageId = (typeof PAGE_IDS)[number];
