/** Node-API version that better-sqlite3 13 is built against; on an older runtime it ends the process without a word. */
export const NAPI_NEEDED = 10;

/** Why this runtime can't run the daemon, or undefined when it can. */
export function runtimeProblem(versions: { readonly node: string; readonly napi?: string | undefined } = process.versions): string | undefined {
  if (Number(versions.napi ?? 0) >= NAPI_NEEDED) return undefined;
  return `Nightdesk needs Node 22.14 or newer; this is Node ${versions.node}. Install a newer Node, or run it by \`npx nightdesk\` in its folder, which brings its own.`;
}
