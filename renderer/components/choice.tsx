interface Props<T extends string> {
  /** Accessible name. */
  readonly label: string;
  readonly options: ReadonlyArray<{ readonly value: T; readonly text: string; readonly title?: string }>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A choice of few, all in sight. */
export function Segments<T extends string>({ label, options, value, onChange }: Props<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className="segments" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className="segment"
          title={option.title}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}

/** A choice of many. */
export function Select<T extends string>({ label, options, value, onChange }: Props<T>) {
  return (
    <select className="select" aria-label={label} value={value} onChange={(event) => onChange(event.target.value as T)}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  );
}
