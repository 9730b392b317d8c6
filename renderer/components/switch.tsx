import { Switch as Base } from '@base-ui/react/switch';
import { useEffect, useState } from 'react';
import { CONFIRM_WITHIN_MS } from '../lib/verbs.ts';

interface Props {
  /** Accessible name. */
  readonly label: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  /** Carries it out; resolves with false where that was not to be. */
  readonly onChange: (on: boolean) => Promise<boolean>;
}

/** On or off. It turns at once, and back where nothing confirms it. */
export function Switch({ label, on, disabled = false, onChange }: Props) {
  const [assumed, setAssumed] = useState<boolean | null>(null);
  useEffect(() => {
    if (assumed === null) return;
    if (assumed === on) return setAssumed(null);
    const timer = setTimeout(() => setAssumed(null), CONFIRM_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [assumed, on]);
  const turn = async (next: boolean) => {
    setAssumed(next);
    if (!(await onChange(next))) setAssumed(null);
  };
  return (
    <Base.Root className="switch" aria-label={label} checked={assumed ?? on} disabled={disabled} onCheckedChange={(next) => void turn(next)}>
      <Base.Thumb className="switch-thumb" />
    </Base.Root>
  );
}
