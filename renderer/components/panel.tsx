import { type ReactNode, useId } from 'react';
import { ErrorBoundary } from './error-boundary.tsx';

interface Props {
  readonly title: string;
  /** Names the grid area and the style of the panel. */
  readonly name: string;
  /** Beside the title: a count, a unit. */
  readonly note?: ReactNode;
  /** At the right end of the title's line. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A titled region of a page. A fault within stays within. */
export function Panel({ title, name, note, actions, children }: Props) {
  const id = useId();
  return (
    <section className={`panel panel-${name}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {note !== undefined && <span className="panel-note">{note}</span>}
        {actions !== undefined && <div className="panel-actions">{actions}</div>}
      </header>
      <div className="panel-body">
        <ErrorBoundary>{children}</ErrorBoundary>
      </div>
    </section>
  );
}
