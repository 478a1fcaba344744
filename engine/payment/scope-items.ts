import type { Device } from '../model/device.ts';
import { type PayScope, SCOPE_DIMENSIONS, type ScopeDimension } from '../model/payment-terms.ts';
import { type PerformanceScope, scopeCodes } from '../performance/index.ts';

/** What one line of a statement is about: the whole scope of a measure, or one site (zone …) of it. */
export interface ScopeItem {
  readonly kind: 'contract' | ScopeDimension | 'several';
  /** null: of several dimensions or codes; `label` names them. */
  readonly code: string | null;
  readonly label: string;
  readonly devices: readonly Device[];
  readonly codes: ReadonlySet<string>;
  /** The same as a scope of performance figures; null: it is none of those. */
  readonly performance: PerformanceScope | null;
}

/** Devices that a scope names, and once for each where it says so, in order of the reference. */
export function scopeItems(scope: PayScope, contract: string, devices: readonly Device[]): ScopeItem[] {
  const within = devices.filter((device) =>
    SCOPE_DIMENSIONS.every((dimension) => {
      const asked = scope.of[dimension];
      return asked === null || scopeCodes(device, dimension).some((code) => asked.includes(code));
    }),
  );
  const { each } = scope;
  if (each === null) return [whole(scope, contract, within)];
  const asked = scope.of[each];
  const codes = [...new Set(within.flatMap((device) => scopeCodes(device, each)))].filter(
    (code) => asked === null || asked.includes(code),
  );
  const single = SCOPE_DIMENSIONS.every((dimension) => dimension === each || scope.of[dimension] === null);
  return codes.map((code) => {
    const own = within.filter((device) => scopeCodes(device, each).includes(code));
    return item(each, code, `${each} ${code}`, own, single ? { kind: each, code } : null);
  });
}

function whole(scope: PayScope, contract: string, devices: readonly Device[]): ScopeItem {
  const named = SCOPE_DIMENSIONS.filter((dimension) => scope.of[dimension] !== null);
  const [only] = named;
  if (only === undefined) {
    return item('contract', contract, `contract ${contract}`, devices, { kind: 'contract', code: contract });
  }
  const codes = scope.of[only]!;
  if (named.length === 1 && codes.length === 1) {
    return item(only, codes[0]!, `${only} ${codes[0]}`, devices, { kind: only, code: codes[0]! });
  }
  const label = named.map((dimension) => `${dimension} ${scope.of[dimension]!.join(', ')}`).join('; ');
  return item('several', null, label, devices, null);
}

const item = (
  kind: ScopeItem['kind'],
  code: string | null,
  label: string,
  devices: readonly Device[],
  performance: PerformanceScope | null,
): ScopeItem => ({ kind, code, label, devices, codes: new Set(devices.map((device) => device.code)), performance });
