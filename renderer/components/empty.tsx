import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly children?: ReactNode;
  /** A link or a button that leads on. */
  readonly action?: ReactNode;
}

/** What a panel says while it has nothing to show: what will appear, and when. */
export function Empty({ title, children, action }: Props) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}
