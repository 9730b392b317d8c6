/** Name under which the page reaches the main process. */
export const INVOKE = '__electronStandInInvoke';
/** Name under which the main process reaches the page. */
export const DELIVER = '__electronStandInDeliver';

export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/**
 * Runs a built preload script in the page before anything of the page itself, with the part of `electron` a sandboxed
 * preload may require. What crosses the context bridge is cloned, and functions become callable copies, so that what
 * Electron would not carry across fails here, too.
 */
export function preloadScript(source: string, argv: readonly string[]): string {
  return `(${host.toString()})(function (exports, require, module, process) {${source}\n}, ${JSON.stringify({ argv, INVOKE, DELIVER })});`;
}

type Listener = (event: object, ...args: unknown[]) => void;

/** Runs in the page: it may use nothing from outside of itself. */
function host(
  preload: (exports: object, require: (name: string) => unknown, module: object, process: object) => void,
  names: { argv: readonly string[]; INVOKE: string; DELIVER: string },
): void {
  if (window.top !== window) return;
  const page = window as unknown as Record<string, unknown>;
  const invoke = page[names.INVOKE] as (channel: string, args: unknown[]) => Promise<Answer>;
  const listeners = new Map<string, Listener[]>();

  const cross = (value: unknown): unknown => {
    if (typeof value === 'function') return (...args: unknown[]) => cross(value(...args.map(cross)));
    if (value instanceof Promise) {
      return value.then(cross, (error) => {
        throw new Error(error instanceof Error ? error.message : String(error));
      });
    }
    if (Array.isArray(value)) return value.map(cross);
    if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cross(one)]));
    }
    return structuredClone(value);
  };

  const hide = (name: string, value: unknown) => Object.defineProperty(page, name, { value, enumerable: false });
  hide(names.DELIVER, (channel: string, args: unknown[]) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
  });
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: object) => Object.defineProperty(page, name, { value: Object.freeze(cross(api)), enumerable: true }),
    },
    ipcRenderer: {
      async invoke(channel: string, ...args: unknown[]) {
        const answer = await invoke(channel, structuredClone(args));
        if (answer.ok) return answer.value;
        throw new Error(answer.message);
      },
      on(channel: string, listener: Listener) {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      },
    },
  };
  const module = { exports: {} };
  const require = (name: string) => {
    if (name === 'electron') return electron;
    throw new Error(`module not found: ${name}`);
  };
  preload(module.exports, require, module, { argv: names.argv });
}
