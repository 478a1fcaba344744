import { type Call, type Dataset, instant, localDate, type RegimeRule, type SpecialDay } from '#engine';
import { Random } from '#fixtures';

const HOUR = 3_600_000;
const HOURS = ['Mo-Fr 08:00-18:00', 'Sa,Su 00:00-24:00', '22:00-06:00', 'Mo 10:00-12:00,13:00-15:00', null];

/**
 * A generated dataset made messier than any customer's: special days that overlap and end in the middle of an hour,
 * regime rules bound to hours and dates, holds that overlap, last, or begin after `now`, calls that keep the regime of
 * another day, emergencies, raised and cancelled calls, duplicates of duplicates and of cancelled calls.
 */
export function disturbed(dataset: Dataset, now: number, seed: number): Dataset {
  const random = new Random('disturbed', seed);
  const pick = <T>(rows: readonly T[]): T => rows[random.int(0, rows.length - 1)]!;
  const near = (days: number) => instant(now + Math.round(random.between(-days, days) * 24 * 60) * 60_000);

  const specialDays = Array.from({ length: 60 }, (_, k): SpecialDay => {
    const from = near(20);
    const affecting = random.chance(0.6);
    return {
      row: 10_000 + k,
      site: pick(dataset.sites.slice(0, 12)).code,
      from: random.chance(0.5) ? { instant: from } : { date: localDate(new Date(from).toISOString().slice(0, 10)) },
      to: { instant: instant(from + random.int(24, 400) * HOUR) },
      effect: affecting ? 'service-affecting' : 'non-service-affecting',
      regime: affecting && random.chance(0.6) ? pick(dataset.regimes).code : null,
      level: affecting && random.chance(0.5) ? random.int(1, 9) : null,
      label: null,
      access: null,
    };
  });
  const regimeRules = Array.from({ length: 60 }, (_, k): RegimeRule => {
    const device = pick(dataset.devices);
    return {
      row: 10_000 + k,
      contract: device.contract,
      customer: null,
      site: random.chance(0.5) ? device.site : null,
      zone: random.chance(0.3) ? device.zone : null,
      model: random.chance(0.5) ? device.model : null,
      validFrom: random.chance(0.5) ? localDate(new Date(near(30)).toISOString().slice(0, 10)) : null,
      validTo: null,
      hours: pick(HOURS),
      regime: pick(dataset.regimes).code,
    };
  });
  const calls = dataset.calls.map((call, k): Call => {
    const holds = Array.from({ length: random.chance(0.4) ? random.int(1, 3) : 0 }, () => {
      const from = instant(call.loggedAt + random.int(-5, 60) * HOUR);
      const to = random.chance(0.3) ? null : instant(from + random.int(1, 50) * HOUR);
      return { from, to, reason: pick(['no-access', 'waiting-for-customer', 'weather', 'parts']) };
    });
    const kept = pick(dataset.regimes);
    return {
      ...call,
      holds: random.chance(0.5) ? call.holds : holds.sort((a, b) => a.from - b.from),
      status: random.chance(0.05) ? 'cancelled' : call.status,
      emergency: random.chance(0.03) ? 'People are trapped.' : call.emergency,
      raisedTo: random.chance(0.05) ? 'high' : call.raisedTo,
      duplicateOf: k > 0 && random.chance(0.08) ? pick(dataset.calls.slice(0, k)).number : call.duplicateOf,
      keptTerms: random.chance(0.2) ? { ...kept, regime: kept.code, decidedBy: [] } : call.keptTerms,
    };
  });
  return {
    ...dataset,
    specialDays: [...dataset.specialDays, ...specialDays],
    regimeRules: [...dataset.regimeRules, ...regimeRules],
    calls,
  };
}
