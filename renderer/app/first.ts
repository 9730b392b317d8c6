import { parsePlace } from '../lib/place.ts';
import { connect } from './connect.ts';
import { useDesk } from './desk.ts';
import { Session } from './session.ts';

/** Opened, and asked for the state of the desk, while the browser still reads the rest of the page. */
export const connection = connect();
export const session = new Session(connection);

useDesk.setState({ account: parsePlace(location.hash, ['any']).account });
session.start();
