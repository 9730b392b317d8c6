import type { Handlers } from '../handler.ts';
import type { Tokens } from '../tokens/tokens.ts';

export function tokensHandlers({ tokens }: { readonly tokens: Tokens }): Handlers<'tokens.create' | 'tokens.list' | 'tokens.revoke'> {
  return {
    'tokens.create': ({ name, role, expiresAt }) => tokens.create(name, role, expiresAt),
    'tokens.list': () => ({ items: tokens.list() }),
    'tokens.revoke': ({ id }) => {
      tokens.revoke(id);
      return { ok: true };
    },
  };
}
