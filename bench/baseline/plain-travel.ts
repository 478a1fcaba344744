import type { Policy } from '#engine';

export interface PlainPoint {
  readonly latitude: number;
  readonly longitude: number;
}

/** Kilometres by road: haversine on the IUGG mean radius, times the policy's detour factor. */
export function plainKilometres(a: PlainPoint, b: PlainPoint, policy: Policy): number {
  const rad = Math.PI / 180;
  const half = (degrees: number) => Math.sin((degrees * rad) / 2) ** 2;
  const across = Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * half(b.longitude - a.longitude);
  const h = half(b.latitude - a.latitude) + across;
  return 2 * 6371.0088 * Math.asin(Math.sqrt(Math.min(1, h))) * policy.detourFactor;
}

/** Whole seconds begun; a microsecond of floating-point noise is not one. */
export const plainSeconds = (km: number, policy: Policy, speed: number): number =>
  Math.max(0, Math.ceil((km * 3600) / (policy.speed * speed) - 1e-6));
