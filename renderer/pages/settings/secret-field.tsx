interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A text that nobody should read over a shoulder, and no browser keep. */
export const SecretField = ({ label, value, onChange }: Props) => (
  <label className="field">
    {label}
    <input type="password" className="input" autoComplete="new-password" value={value} onChange={(event) => onChange(event.target.value)} />
  </label>
);
