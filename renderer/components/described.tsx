interface Props {
  readonly text?: string | undefined;
}

/** What the daemon says of a method, a setting, a kind: its descriptions put names and values in backticks. */
export const Described = ({ text = '' }: Props) =>
  text.split('`').map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: a part has no other identity than its place
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
