export * from './client.ts';
export * from './connection.ts';
export * from './connector.ts';
