/** An open way to the daemon that carries JSON texts. */
export interface Link {
  send(text: string): void;
  close(): void;
}

export interface LinkHandlers {
  opened(): void;
  message(value: unknown): void;
  /** The link is down or never came up. Called once, last. */
  closed(reason: LinkFailure): void;
}

export interface LinkFailure {
  /** For people: what is wrong and where. */
  readonly reason: string;
  readonly hint?: string;
  /** The other end does not accept the credential; trying again is of no use. */
  readonly unauthorised?: boolean;
}

/** Makes links: one attempt for each `connect`. */
export interface Connector {
  /** Handlers are called later, never during `connect`. */
  connect(handlers: LinkHandlers): Link;
  /** Credential for `session.hello`, where the way in wants it there. */
  readonly token?: string;
}
