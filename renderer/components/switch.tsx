import { Switch as Base } from '@base-ui/react/switch';

interface Props {
  /** Accessible name. */
  readonly label: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
}

/** On or off, at once. */
export function Switch({ label, on, disabled = false, onChange }: Props) {
  return (
    <Base.Root className="switch" aria-label={label} checked={on} disabled={disabled} onCheckedChange={(next) => onChange(next)}>
      <Base.Thumb className="switch-thumb" />
    </Base.Root>
  );
}
