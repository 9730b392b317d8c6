import { connect } from './connect.ts';
import { useDesk } from './desk.ts';
import { Session } from './session.ts';
import { currentPlace } from './use-place.ts';

/** Opened, and asked for the state of the desk, while the browser still reads the rest of the page. */
export const connection = connect();
export const session = new Session(connection);

useDesk.setState({ account: currentPlace().account });
session.start();
