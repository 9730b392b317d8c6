import type { ReactNode } from 'react';
import { Hint } from './hint.tsx';

interface Props {
  readonly label: string;
  /** As shown; null while it is not known. */
  readonly text: string | null;
  /** Exact, as copied. */
  readonly exact?: string | undefined;
  readonly unit?: string;
  readonly mood?: 'gain' | 'loss' | 'flat';
  readonly note?: ReactNode;
  /** What the figure means, in plain words. */
  readonly hint?: string;
}

/** One figure among others in a `dl` of the class `figures`; a press copies it. */
export function Figure({ label, text, exact, unit, mood = 'flat', note, hint }: Props) {
  const value = (
    <button type="button" className={`figure-value num ${mood}`} data-copy={exact} disabled={text === null && hint === undefined}>
      {text ?? '–'}
      {unit !== undefined && text !== null && <span className="unit"> {unit}</span>}
    </button>
  );
  return (
    <div className="figure fades">
      <dt>{label}</dt>
      <dd>
        {hint === undefined ? value : <Hint text={hint}>{value}</Hint>}
        <span className="figure-note num">{note}</span>
      </dd>
    </div>
  );
}
