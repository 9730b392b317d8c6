import type { Role } from '../protocol/schemas/common.ts';

const LEVELS: Readonly<Record<Role, number>> = { viewer: 1, trader: 2, operator: 3, owner: 4 };

/** Orders the roles; 0 is somebody who showed no credential. */
export const levelOf = (role: Role | undefined): number => (role === undefined ? 0 : LEVELS[role]);
