/** A word as a POSIX shell takes it whole. */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

const isEmpty = (params: unknown) => typeof params === 'object' && params !== null && Object.keys(params).length === 0;

/** A call as one line of JSON-RPC 2.0. */
export const requestLine = (method: string, params: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method, ...(isEmpty(params) ? {} : { params }) });

/** The call over the local socket, for a shell. */
export const socatLine = (method: string, params: unknown, socket: string): string =>
  `echo ${quoted(requestLine(method, params))} | socat -t5 - UNIX-CONNECT:${/^[\w./-]+$/.test(socket) ? socket : quoted(socket)}`;

/** The call by the command line, for a shell. */
export const commandLine = (method: string, params: unknown): string =>
  `nightdesk call ${method}${isEmpty(params) ? '' : ` ${quoted(JSON.stringify(params))}`}`;
