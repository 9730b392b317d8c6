import { wholeCurve } from '../components/equity/curve-question.ts';
import { connect } from './connect.ts';
import { useDesk } from './desk.ts';
import { PAGE_IDS } from './page-ids.ts';
import { Session } from './session.ts';
import { currentPlace } from './use-place.ts';

const { account, page } = currentPlace();
const connection = connect();
const session = new Session(connection);
useDesk.setState({ account });
session.start();

/** What is begun while the browser still reads the rest of the page: the daemon is asked for the state of the desk. */
export const first = {
  connection,
  session,
  /** What the page itself will want to know. */
  asked: page === PAGE_IDS[0] ? session.ahead(...wholeCurve()) : Promise.resolve(),
};
export type First = typeof first;
