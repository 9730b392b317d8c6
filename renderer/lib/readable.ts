/** A word meant for code, such as `stop_loss`, as people read it. */
export const readable = (word: string): string => word.replaceAll('_', ' ');
