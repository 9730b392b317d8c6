import type { ReactNode } from 'react';
import { type OutsideLink as Name, OUTSIDE_LINKS } from '../../daemon/protocol/bridge.ts';

interface Props {
  readonly to: Name;
  readonly className?: string;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A link out of the console. In the desktop console the main process opens it, for a window there never leaves its page. */
export function OutsideLink({ to, className, title, children }: Props) {
  const bridge = window.nightdesk;
  return (
    <a
      href={OUTSIDE_LINKS[to]}
      className={className}
      title={title}
      target="_blank"
      rel="noreferrer"
      onClick={(event) => {
        if (bridge === undefined) return;
        event.preventDefault();
        bridge.openLink(to);
      }}
    >
      {children}
    </a>
  );
}
