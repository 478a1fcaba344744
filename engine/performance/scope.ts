import type { Device } from '../model/device.ts';

export const SCOPE_KINDS = ['contract', 'site', 'zone', 'model', 'group', 'device'] as const;
export type ScopeKind = (typeof SCOPE_KINDS)[number];

/** What figures are of, within one contract: all of it, or a site, zone, model, device group or device in it. */
export interface PerformanceScope {
  readonly kind: ScopeKind;
  readonly code: string;
}

/** Codes of a kind that a device stands under: one, none (a device in no zone), or several groups. */
export function scopeCodes(device: Device, kind: ScopeKind): readonly string[] {
  switch (kind) {
    case 'device':
      return [device.code];
    case 'group':
      return device.groups;
    case 'zone':
      return device.zone === null ? [] : [device.zone];
    default:
      return [device[kind]];
  }
}

export const isInScope = (device: Device, { kind, code }: PerformanceScope): boolean =>
  scopeCodes(device, kind).includes(code);
