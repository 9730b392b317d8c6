import { connect } from './connect.ts';

/** Opened before the rest of the page is evaluated: the daemon greets meanwhile. */
export const connection = connect();
connection.connect();
