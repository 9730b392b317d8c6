import { METHODS } from '../../protocol/index.ts';

/** What `rpc.confirm` carries out changes something, whatever it is itself. */
const CARRIES_CHANGES = 'rpc.confirm';

/** Names of the methods that change nothing. */
export const readMethods = (): string[] =>
  Object.entries(METHODS)
    .filter(([name, { mutates }]) => !mutates && name !== CARRIES_CHANGES)
    .map(([name]) => name)
    .sort();

/** Text of `daemon/client/reads.ts`. */
export const readsModule = (): string => `/**
 * Methods that change nothing, so that a call whose answer was lost can be repeated; what is missing here counts as a change.
 * Written by \`npm run docs\` out of the contract, whose table brings the validator that the console does not carry.
 */
export const READS: ReadonlySet<string> = new Set([
${readMethods()
  .map((name) => `  '${name}',\n`)
  .join('')}]);
`;
