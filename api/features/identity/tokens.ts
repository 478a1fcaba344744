import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as text for headers and addresses. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** SHA-256 as hex. Enough for secrets of 256 random bits; passwords take Argon2id instead. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
