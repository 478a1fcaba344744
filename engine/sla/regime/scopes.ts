import type { Reference } from '../../model/dataset.ts';
import { indexIn } from '../codes.ts';
import type { Codes } from '../rules.ts';

/** What rules can ask of a device: all devices alike in these share their candidate rules. Indices; -1: no zone. */
export interface Scope {
  readonly customer: number;
  readonly contract: number;
  readonly site: number;
  readonly zone: number;
  readonly model: number;
}

/** The distinct scopes of all devices, and the one that each device is in. */
export function scopesOf(reference: Reference, codes: Codes): { scopes: Scope[]; deviceScope: Int32Array } {
  const scopes: Scope[] = [];
  const indexByKey = new Map<string, number>();
  const deviceScope = new Int32Array(reference.devices.length);
  for (const [k, device] of reference.devices.entries()) {
    const contract = indexIn(codes.contracts, device.contract);
    const site = indexIn(codes.sites, device.site);
    const zone = indexIn(codes.zones, device.zone);
    const model = indexIn(codes.models, device.model);
    const key = `${contract} ${site} ${zone} ${model}`;
    let index = indexByKey.get(key);
    if (index === undefined) {
      const customer = indexIn(codes.customers, reference.contracts[contract]!.customer);
      index = scopes.push({ customer, contract, site, zone, model }) - 1;
      indexByKey.set(key, index);
    }
    deviceScope[k] = index;
  }
  return { scopes, deviceScope };
}
