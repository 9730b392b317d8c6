/** Where a message goes: a chat, or a topic of one. */
export interface Place {
  /** A number, or `@name` of a public channel. */
  readonly chat: number | string;
  /** 0 is the chat itself. */
  readonly thread: number;
}

const TARGET = /^(?:(?<id>-?\d{1,16})|(?<name>@[A-Za-z]\w{3,31}))(?::(?<thread>\d{1,10}))?$/;

/** `-1001234567890`, `-1001234567890:5` for a topic, `@name` for a public channel; undefined for anything else. */
export function readTarget(text: string): Place | undefined {
  const { id, name, thread = '0' } = TARGET.exec(text)?.groups ?? {};
  if (id === undefined && name === undefined) return undefined;
  return { chat: id === undefined ? (name as string) : Number(id), thread: Number(thread) };
}

export const targetOf = ({ chat, thread }: Place): string => (thread === 0 ? String(chat) : `${chat}:${thread}`);
