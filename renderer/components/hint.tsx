import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import { popups } from './popups.tsx';

interface Props {
  readonly text: string;
  readonly side?: 'bottom' | 'right';
  /** The button that is explained; it must take on the properties and the ref of what it is given. */
  readonly children: ReactElement;
}

/** A word of explanation beside a button, for pointer and keyboard alike. */
export function Hint({ text, side = 'bottom', children }: Props) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal container={popups}>
        <Tooltip.Positioner side={side} sideOffset={6} className="positioner">
          <Tooltip.Popup className="hint">{text}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
