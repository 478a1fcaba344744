import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts what must be shown or used again, so that the database and its backups do not give it away. */
export interface Seal {
  /** @param purpose what it is and whose: it opens for this purpose alone, moved to another row it does not */
  seal(text: string, purpose: string): string;
  /** The text; null: it was sealed with another key or for another purpose. */
  open(sealed: string, purpose: string): string | null;
  /** Tells one key from another without giving it away. */
  readonly fingerprint: string;
}

/** AES-256-GCM with a nonce of its own for each text, which stands before it, and the tag behind it. */
const CIPHER = 'aes-256-gcm';
const PREFIX = 'sealed.1.';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const isSealed = (text: string): boolean => text.startsWith(PREFIX);

/** @param secret 32 random bytes or more */
export function createSeal(secret: Buffer): Seal {
  const derived = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `turnout ${use}`, 32));
  const key = derived('seal');
  return {
    seal(text, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(purpose));
      const parts = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return PREFIX + Buffer.concat(parts).toString('base64url');
    },
    open(sealed, purpose) {
      if (!isSealed(sealed)) return null;
      const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64url');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        return null;
      }
    },
    fingerprint: createHmac('sha256', derived('fingerprint')).update('fingerprint').digest('hex'),
  };
}

/** Of a process that seals nothing: a command that reads. */
export const NO_SEAL: Seal = {
  seal() {
    throw new Error('This process has no secret key.');
  },
  open: () => null,
  fingerprint: '',
};

/** What is kept of a secret that only has to be recognised: enough for 256 random bits. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
