import { JSONRPC_CODES, type RequestId, RpcError } from '../protocol/index.ts';

const idText = (id: RequestId): string => (typeof id === 'number' ? String(id) : JSON.stringify(id));

/** The text of a successful response; `json` is the result, serialised. */
export const resultText = (id: RequestId, json: string): string => `{"jsonrpc":"2.0","id":${idText(id)},"result":${json}}`;

/** The text of an error response; `id` is null where the request's own could not be made out. */
export const errorText = (id: RequestId, error: RpcError): string => `{"jsonrpc":"2.0","id":${idText(id)},"error":${JSON.stringify(error.toObject())}}`;

export const invalidRequest = (message: string, hint?: string): RpcError => new RpcError('invalid', message, { code: JSONRPC_CODES.request, hint });

export type ParseFault = 'json' | 'utf8' | 'oversize';

const PARSE_FAULTS: Record<ParseFault, RpcError> = {
  json: new RpcError('invalid', 'this is not JSON', {
    code: JSONRPC_CODES.parse,
    hint: 'send one JSON object per line, such as {"jsonrpc":"2.0","id":1,"method":"bot.status"}',
  }),
  utf8: new RpcError('invalid', 'this is not UTF-8', { code: JSONRPC_CODES.parse, hint: 'send text in UTF-8' }),
  oversize: new RpcError('invalid', 'the message is longer than 1 MiB; the connection ends here', {
    code: JSONRPC_CODES.parse,
    hint: 'send less at once: pages for lists, several calls for long batches',
  }),
};

/** The error response to what could not be read as a message at all. */
export const parseErrorText = (fault: ParseFault): string => errorText(null, PARSE_FAULTS[fault]);
