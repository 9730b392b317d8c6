import { useId } from 'react';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  /** What is wrong with it, in place of the note. */
  readonly fault: string | null;
  readonly note: string;
  readonly onChange: (name: string) => void;
}

/** The name that something new gets, and keeps. */
export function NameField({ label, value, placeholder, fault, note, onChange }: Props) {
  const id = useId();
  return (
    <div className="field">
      <span className="field-head">
        <label htmlFor={id}>{label}</label>
      </span>
      <input
        id={id}
        className="input"
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={value}
        aria-invalid={fault !== null}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${id}-note`} className="field-note" data-mood={fault === null ? undefined : 'bad'}>
        {fault ?? note}
      </span>
    </div>
  );
}
