import { FilterX, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refine } from '../app/use-place.ts';
import type { Query } from '../lib/place.ts';

interface Props {
  /** Accessible name, and what stands in the empty field. */
  readonly label: string;
  readonly text: string;
  readonly onSearch: (text: string) => void;
}

/** Lets a word be typed to its end before it is looked for. */
const SETTLE_MS = 250;

/** A word to look for. */
export function SearchField({ label, text, onSearch }: Props) {
  const [typed, setTyped] = useState(text);
  const [told, setTold] = useState(text);
  if (told !== text) {
    setTold(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onSearch(typed.trim() === '' ? '' : typed), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed, text, onSearch]);
  return (
    <span className="filter-text">
      <Search aria-hidden size={14} />
      <input
        type="search"
        className="input"
        aria-label={label}
        placeholder={label}
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </span>
  );
}

/** Takes all that narrows a list out of the address. */
export function ClearFilter({ query }: { readonly query: Query }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="button icon-button"
      disabled={Object.values(query).every((value) => value === '')}
      aria-label={t('filter.clear')}
      title={t('filter.clear')}
      onClick={() => refine(Object.fromEntries(Object.keys(query).map((name) => [name, ''])))}
    >
      <FilterX aria-hidden size={16} />
    </button>
  );
}
