import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import { popups } from './popups.tsx';

type Side = 'bottom' | 'right';

interface Props {
  readonly text: string;
  readonly side?: Side;
  /** The button that is explained; it must take on the properties and the ref of what it is given. */
  readonly children: ReactElement;
}

const hints = Tooltip.createHandle<{ readonly text: string; readonly side: Side }>();

/** A word of explanation beside a button, for pointer and keyboard alike. */
export const Hint = ({ text, side = 'bottom', children }: Props) => <Tooltip.Trigger handle={hints} payload={{ text, side }} render={children} />;

/** Where all of them are drawn: there is only ever one to be seen. */
export const Hints = () => (
  <Tooltip.Root handle={hints}>
    {({ payload }) => (
      <Tooltip.Portal container={popups}>
        <Tooltip.Positioner side={payload?.side} sideOffset={6} className="positioner">
          <Tooltip.Popup className="hint">{payload?.text}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    )}
  </Tooltip.Root>
);
