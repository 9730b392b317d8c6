export * from './errors.ts';
export * from './jsonrpc.ts';
export * from './method.ts';
export * from './methods/index.ts';
export * from './topics.ts';
export * from './version.ts';
