import type { IpcMainInvokeEvent, WebContents } from 'electron';
import type { z } from 'zod';
import type { ElectronApi } from './electron.ts';
import type { Origin } from './origin.ts';

interface Options {
  readonly ipcMain: ElectronApi['ipcMain'];
  readonly origin: Origin;
  /** Told of what was refused; it points to a fault or an attack. */
  readonly onRefused: (channel: string, why: string) => void;
}

/** The only place where channels are opened: each call is checked for who sent it and what it carries. */
export class GuardedIpc {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Opens a channel; `run` gets arguments of the shape given, from the main frame of the console's own page. */
  handle<A extends z.ZodTuple>(channel: string, args: A, run: (sender: WebContents, ...given: z.output<A>) => unknown): void {
    this.#options.ipcMain.handle(channel, (event: IpcMainInvokeEvent, ...given: unknown[]) => {
      const stranger = this.#stranger(event);
      if (stranger) throw this.#refuse(channel, stranger);
      const parsed = args.safeParse(given);
      if (!parsed.success) throw this.#refuse(channel, `bad arguments: ${problemIn(parsed.error)}`);
      return run(event.sender, ...parsed.data);
    });
  }

  #stranger({ senderFrame, sender }: IpcMainInvokeEvent): string | undefined {
    if (!senderFrame) return 'its frame is gone';
    if (senderFrame !== sender.mainFrame) return 'it came from an inner frame';
    return this.#options.origin.owns(senderFrame.url) ? undefined : `it came from ${senderFrame.url}`;
  }

  #refuse(channel: string, why: string): Error {
    this.#options.onRefused(channel, why);
    return new Error(`${channel} refused: ${why}`);
  }
}

/** Says where, never what: an argument may be a secret. */
function problemIn({ issues: [issue] }: z.ZodError): string {
  return issue ? [issue.path.join('.'), issue.message].filter(Boolean).join(': ') : 'not as declared';
}
