import type { Policy } from '../../model/policy.ts';

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Haversine formula on a sphere of 6371.0088 km (IUGG mean radius), times the detour factor: kilometres by road. */
export function roadKilometres(a: Point, b: Point, policy: Policy): number {
  const rad = Math.PI / 180;
  const sinLat = Math.sin(((b.latitude - a.latitude) * rad) / 2);
  const sinLon = Math.sin(((b.longitude - a.longitude) * rad) / 2);
  const h = sinLat * sinLat + Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * sinLon * sinLon;
  return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(h))) * policy.detourFactor;
}

/** Seconds needed, not rounded. */
export const secondsNeeded = (km: number, policy: Policy, speed: number): number =>
  (km / (policy.speed * speed)) * 3600;
