import type { Policy } from '../../model/policy.ts';

/** Whole seconds, rounded up; a microsecond of floating-point noise is not a second. */
export const travelSecondsOf = (km: number, secondsPerKm: number): number => {
  const seconds = Math.ceil(km * secondsPerKm - 1e-6);
  return Math.max(seconds, 0);
};

/** Seconds for a road kilometre: 3600 over the policy's speed (km/h) times the resource's factor. */
export const secondsPerKmOf = (policy: Policy, resourceSpeed: number): number => 3600 / (policy.speed * resourceSpeed);
