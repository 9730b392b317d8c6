/**
 * Node's HTTP modules, loaded when first used. A plain `import` of `node:http` evaluates its lazy exports, undici among
 * them: a fifth of the daemon's start, for a daemon that may never send anything.
 */
export const nodeHttp = () => process.getBuiltinModule('node:http');
export const nodeHttps = () => process.getBuiltinModule('node:https');
