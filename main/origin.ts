export const SCHEME = 'app';
const HOST = 'console';

/** Where the console's page comes from, and nothing else may. */
export class Origin {
  /** Address of the page. */
  readonly start: string;
  readonly #protocol: string;
  readonly #host: string;

  /** @param devServer address of Vite's server while developing; the built files otherwise */
  constructor(devServer?: string) {
    this.start = devServer ?? `${SCHEME}://${HOST}/index.html`;
    const { protocol, host } = new URL(this.start);
    this.#protocol = protocol;
    this.#host = host;
  }

  /** Whether an address belongs to the console. Compared by its parts: `app://console.evil` begins alike. */
  owns(address: string): boolean {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    return url?.protocol === this.#protocol && url.host === this.#host;
  }
}
