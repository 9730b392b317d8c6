export type { MethodName, Params, Result } from '../../../../daemon/protocol/index.ts';
export type { Role } from '../../../../daemon/protocol/schemas/common.ts';
