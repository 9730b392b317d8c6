import { RpcError } from '../../protocol/index.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Handlers } from '../handler.ts';

type Served = 'secrets.set' | 'secrets.delete' | 'secrets.status' | 'secrets.unlock';

export function secretsHandlers({ vault }: { readonly vault: Vault }): Handlers<Served> {
  return {
    'secrets.set': ({ name, value }) => {
      vault.set(name, value);
      return { ok: true };
    },
    'secrets.delete': ({ name }) => {
      if (!vault.delete(name)) throw new RpcError('not_found', `no secret "${name}" is set`, { field: 'name', hint: 'secrets.status lists them' });
      return { ok: true };
    },
    'secrets.status': () => vault.status(),
    'secrets.unlock': async ({ passphrase }) => {
      await vault.unlock(passphrase);
      return { ok: true };
    },
  };
}
