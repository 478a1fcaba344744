import { createHash } from 'node:crypto';
import type { Reference } from '#engine';

/**
 * A fingerprint, for each contract, of all in the reference tables that its figures rest on, and for each calendar, which
 * calls of any contract may keep: where it is another, figures are made anew.
 */
export interface Marks {
  readonly contract: ReadonlyMap<string, string>;
  readonly calendar: ReadonlyMap<string, string>;
  /** Contract, where else it counts, and what its clocks go by, of each device: see `DeviceMark`. */
  readonly device: ReadonlyMap<string, string>;
}

/** What a device counts in, and by what: where only the second is another, its own calls alone are counted anew. */
export interface DeviceMark {
  readonly contract: string;
  readonly place: string;
  readonly terms: string;
}

export const deviceMark = (mark: string): DeviceMark => {
  const [contract = '', place = '', terms = ''] = JSON.parse(mark) as string[];
  return { contract, place, terms };
};

export function marksOf(reference: Reference): Marks {
  const byContract = Map.groupBy(reference.devices, ({ contract }) => contract);
  const rulesOf = Map.groupBy(
    reference.regimeRules,
    ({ contract, customer }) => `${contract ?? ''}\0${customer ?? ''}`,
  );
  const daysAt = Map.groupBy(reference.specialDays, ({ site }) => site);
  const sites = new Map(reference.sites.map((site) => [site.code, site]));
  const zones = new Map(reference.zones.map((zone) => [zone.code, zone]));
  const calendar = new Map(reference.calendars.map(({ code, hours, holidays }) => [code, hash([hours, holidays])]));
  /** A regime with the hours that it covers. */
  const regimes = new Map(
    reference.regimes.map((regime) => {
      const { code, respondWithin, fixWithin, clock } = regime;
      return [code, [code, regime.calendar, calendar.get(regime.calendar), respondWithin, fixWithin, clock]];
    }),
  );
  const contract = new Map(
    reference.contracts.map(({ code, customer, timeZone, startsOn, endsOn, autoRenew, clockStoppingHolds }) => {
      const devices = byContract.get(code) ?? [];
      const where = [...new Set(devices.map(({ site }) => site))];
      const rules = [...(rulesOf.get(`${code}\0`) ?? []), ...(rulesOf.get(`\0${customer}`) ?? [])];
      const days = where.flatMap((site) => daysAt.get(site) ?? []);
      const named = new Set([...rules.map(({ regime }) => regime), ...days.flatMap(({ regime }) => regime ?? [])]);
      return [
        code,
        hash([
          [customer, timeZone, startsOn, endsOn, autoRenew, clockStoppingHolds],
          devices.map(({ warrantyUntil: _, ...device }) => device),
          where.map((site) => [site, sites.get(site)?.timeZone, sites.get(site)?.territory]),
          [...new Set(devices.flatMap(({ zone }) => zone ?? []))].map((zone) => [
            zone,
            zones.get(zone)?.requiredAvailable,
          ]),
          rules,
          days.map(({ label: _, level: __, row: ___, ...day }) => day),
          [...named].map((regime) => regimes.get(regime)),
        ]),
      ];
    }),
  );
  const device = new Map<string, string>();
  const contractOf = new Map(reference.contracts.map((each) => [each.code, each]));
  const ruleTerms = new Map(
    reference.contracts.map(({ code, customer, timeZone: _, ...dates }) => {
      const rules = [...(rulesOf.get(`${code}\0`) ?? []), ...(rulesOf.get(`\0${customer}`) ?? [])];
      const { startsOn, endsOn, autoRenew, clockStoppingHolds } = dates;
      const named = rules.map(({ regime }) => regimes.get(regime));
      return [code, hash([customer, startsOn, endsOn, autoRenew, clockStoppingHolds, rules, named])];
    }),
  );
  const siteTerms = new Map(
    reference.sites.map(({ code, timeZone }) => {
      const days = (daysAt.get(code) ?? []).map(({ label: _, level: __, row: ___, ...day }) => day);
      return [code, hash([timeZone, days, days.map(({ regime }) => (regime === null ? null : regimes.get(regime)))])];
    }),
  );
  for (const { warrantyUntil: _, ...each } of reference.devices) {
    const { code, site, zone, model, groups, weight } = each;
    const required = zone === null ? null : (zones.get(zone)?.requiredAvailable ?? null);
    const place = [site, sites.get(site)?.territory, zone, required, model, groups, weight];
    const placeMark = hash([...place, contractOf.get(each.contract)?.timeZone]);
    const terms = hash([ruleTerms.get(each.contract), siteTerms.get(site), each]);
    device.set(code, JSON.stringify([each.contract, placeMark, terms]));
  }
  return { contract, calendar, device };
}

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url');
