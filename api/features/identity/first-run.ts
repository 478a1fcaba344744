import { timingSafeEqual } from 'node:crypto';
import { type Instant, instant } from '#engine';
import { randomToken, sha256 } from './tokens.ts';

/** The link that names the first administrator: of one start, and for an hour. */
export interface FirstRun {
  readonly token: string;
  readonly expiresAt: Instant;
}

const LIFETIME_MS = 3_600_000;

export const createFirstRun = (now: Instant): FirstRun => ({
  token: randomToken(),
  expiresAt: instant(now + LIFETIME_MS),
});

export const isFirstRunToken = (firstRun: FirstRun, token: string, now: Instant): boolean =>
  now < firstRun.expiresAt && timingSafeEqual(Buffer.from(sha256(token)), Buffer.from(sha256(firstRun.token)));
