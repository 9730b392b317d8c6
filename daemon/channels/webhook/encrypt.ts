import type { CompactEncrypt, JWK } from 'jose';

/** Makes a compact JWE (RFC 7516) of a body. */
export type Encrypt = (body: string, mediaType: string) => Promise<string>;

export const JWE_MEDIA_TYPE = 'application/jose';

/** How the content key gets to the receiver, by the kind of key it gave. */
const ALGORITHMS: Readonly<Record<string, string>> = { oct: 'dir', RSA: 'RSA-OAEP-256', EC: 'ECDH-ES', OKP: 'ECDH-ES' };

/**
 * Reads an encryption key: 32 bytes in base64, shared with the receiver, or the receiver's public key as a JWK.
 *
 * @throws TypeError saying what was expected; never holds the key
 */
export async function encrypter(text: string): Promise<Encrypt> {
  const jwk = jwkOf(text.trim());
  const alg = ALGORITHMS[jwk.kty ?? ''];
  if (alg === undefined) throw new TypeError(`expected a JWK with kty ${Object.keys(ALGORITHMS).join(', ')}`);
  if (jwk.d !== undefined) throw new TypeError('it is a private key, which is for the receiver alone; expected the public one');
  const jose = await import('jose');
  const key = await importKey(jose.importJWK, jwk, alg);
  return (body, mediaType) => {
    const header = { alg, enc: 'A256GCM', cty: mediaType, ...(jwk.kid !== undefined && { kid: jwk.kid }) };
    const message: CompactEncrypt = new jose.CompactEncrypt(new TextEncoder().encode(body)).setProtectedHeader(header);
    return message.encrypt(key);
  };
}

function jwkOf(text: string): JWK {
  if (!text.startsWith('{')) return { kty: 'oct', k: keyOf(text) };
  try {
    return JSON.parse(text) as JWK;
  } catch {
    throw new TypeError('expected a JWK, it is no JSON');
  }
}

function keyOf(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text) || bytes.length !== 32) throw new TypeError('expected 32 bytes in base64, or a JWK');
  return bytes.toString('base64url');
}

async function importKey(importJWK: typeof import('jose')['importJWK'], jwk: JWK, alg: string): ReturnType<typeof importJWK> {
  try {
    return await importJWK(jwk, alg);
  } catch {
    throw new TypeError('the JWK is not a complete public key');
  }
}
