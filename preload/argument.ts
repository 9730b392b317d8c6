/** The value of `--name=value`; the main process passes what the window must know at once this way. */
export function argument(argv: readonly string[], name: string): string {
  const prefix = `--${name}=`;
  return argv.find((one) => one.startsWith(prefix))?.slice(prefix.length) ?? '';
}
