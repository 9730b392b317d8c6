import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256-GCM, NIST SP 800-38D: 96-bit random nonce, 128-bit tag appended to the ciphertext. */
const ALGORITHM = 'aes-256-gcm';
const TAG_BYTES = 16;

export const KEY_BYTES = 32;

export interface Sealed {
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

/** @param about what the text is; opening it as anything else fails */
export function seal(key: Uint8Array, about: string, text: Uint8Array): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(about));
  return { nonce, sealed: Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]) };
}

/** @throws Error when the key is another, the text was altered, or it was sealed as something else */
export function unseal(key: Uint8Array, about: string, { nonce, sealed }: Sealed): Buffer {
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(about));
  decipher.setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
}
