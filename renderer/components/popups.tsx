import { createRef } from 'react';

/** Where menus and popovers are drawn: within the header, so that they belong to a landmark. */
export const popups = createRef<HTMLDivElement>();
export const Popups = () => <div ref={popups} />;
