import type { Connection } from '../client/index.ts';
import { isMethod, METHODS, type MethodName, type MethodSpec, type Params, type Result, RpcError } from '../protocol/index.ts';
import { connect } from './connection.ts';
import { CliError, EXIT } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** One run of the command: what it says, and its connection to the daemon, made when first needed. */
export class Cli {
  readonly terminal: Terminal;
  readonly #yes: boolean;
  #client: Promise<Connection> | undefined;

  constructor({ terminal, yes }: { terminal: Terminal; yes: boolean }) {
    this.terminal = terminal;
    this.#yes = yes;
  }

  /** @throws CliError (no daemon) when none answers */
  client(): Promise<Connection> {
    this.#client ??= connect();
    return this.#client;
  }

  /** Uses this connection from now on. */
  use(client: Connection): void {
    this.#client = Promise.resolve(client);
  }

  /**
   * Calls a method. What is dangerous is asked about first: by `--yes`, by a question on a terminal, or not carried out.
   *
   * @throws RpcError what the daemon refused; CliError without a daemon, or without a yes
   */
  call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
    return this.callAny(method, params) as Promise<Result<M>>;
  }

  /** Calls a method that this command may not know. */
  async callAny(method: string, params: unknown): Promise<unknown> {
    const client = await this.client();
    try {
      return await client.call(method as MethodName, params as never);
    } catch (error) {
      if (!(error instanceof RpcError) || error.kind !== 'confirmation_required' || !error.data.token) throw error;
      await this.#confirm(method, error);
      return client.call('rpc.confirm', { token: error.data.token });
    }
  }

  async #confirm(method: string, error: RpcError): Promise<void> {
    if (this.#yes) return;
    if (!this.terminal.interactive) throw new CliError(error.message, { code: EXIT.confirmation, hint: 'Add --yes to carry it out.' });
    const consequence = isMethod(method) ? (METHODS[method] as MethodSpec).danger : undefined;
    if (!(await this.terminal.confirm(`${consequence ?? error.message} Go on?`))) throw new CliError('not done', { code: EXIT.confirmation });
  }

  close(): void {
    void this.#client?.then(
      (client) => client.close(),
      () => {},
    );
  }
}
