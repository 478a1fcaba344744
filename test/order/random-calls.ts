import fc from 'fast-check';
import { defaultPolicy, ORDER_PRESETS } from '../../engine/dataset/index.ts';
import { CALL_TYPES, type Call } from '../../engine/model/call.ts';
import type { Reference } from '../../engine/model/dataset.ts';
import { type Instant, instant } from '../../engine/model/units.ts';
import {
  at,
  call,
  contract,
  date,
  device,
  hours,
  priorityRule,
  reference,
  regime,
  regimeRule,
  site,
  specialDay,
  target,
} from '../sla/world.ts';

/** Clocks go back in London on 25 October 2026 and in New York on 1 November. */
export const BEGIN = at('2026-10-19T00:00Z');
export const END = at('2026-11-06T00:00Z');
const QUARTER = 15 * 60_000;

/** Three time zones, two contracts, special days, and reliability targets that tip and stop tipping. */
export const WORLD: Reference = reference({
  contracts: [contract('C1'), contract('C2', { clockStoppingHolds: ['no-access', 'customer'] })],
  sites: [
    site('S1', { timeZone: 'Europe/London' }),
    site('S2', { timeZone: 'America/New_York', latitude: 40.7, longitude: -74 }),
    site('S3', { timeZone: 'Asia/Kolkata', latitude: 28.6, longitude: 77.2 }),
  ],
  devices: [
    device('D1', { groups: ['G'] }),
    device('D2', { site: 'S2', zone: 'Z1', groups: ['G'] }),
    device('D3', { site: 'S2', contract: 'C2', model: 'M2' }),
    device('D4', { site: 'S3', contract: 'C2', zone: 'Z2' }),
    device('D5', { site: 'S1', contract: 'C2', model: 'M2', zone: 'Z1' }),
  ],
  regimes: [
    regime('R', { respondWithin: hours(2), fixWithin: hours(6) }),
    regime('ELAPSED', { calendar: 'ALWAYS', clock: 'elapsed', fixWithin: hours(20) }),
    regime('NONE', { fixWithin: null }),
  ],
  regimeRules: [
    regimeRule({ regime: 'R' }),
    regimeRule({ contract: 'C2', regime: 'ELAPSED' }),
    regimeRule({ contract: 'C2', site: 'S1', regime: 'NONE' }),
  ],
  priorityRules: [
    priorityRule({ dimension: 'contract', code: 'C1', level: 4 }),
    priorityRule({ dimension: 'site', code: 'S2', level: 3 }),
    priorityRule({ dimension: 'site', code: 'S2', contract: 'C2', level: 6 }),
    priorityRule({ dimension: 'zone', code: 'Z1', level: 4 }),
    priorityRule({ dimension: 'model', code: 'M2', level: 7 }),
  ],
  specialDays: [
    specialDay({
      site: 'S1',
      from: { date: date('2026-10-24') },
      to: { date: date('2026-10-25') },
      effect: 'non-service-affecting',
    }),
    specialDay({
      site: 'S2',
      from: { instant: at('2026-10-28T10:00Z') },
      to: { instant: at('2026-10-29T22:30Z') },
      effect: 'non-service-affecting',
    }),
  ],
  reliabilityTargets: [
    target('DEV', { device: 'D1', maxFailures: 1, window: hours(48) }),
    target('GRP', { group: 'G', maxFailures: 2, window: hours(72) }),
    target('MOD', { model: 'M2', maxFailures: 3, window: hours(120) }),
  ],
  policy: { ...defaultPolicy('EUR'), order: ORDER_PRESETS.default },
});

const instants: fc.Arbitrary<Instant> = fc
  .integer({ min: 0, max: (END - BEGIN) / QUARTER })
  .map((quarters) => instant(BEGIN + quarters * QUARTER));
const later = fc.option(
  fc.integer({ min: 1, max: 400 }).map((quarters) => quarters * QUARTER),
  { freq: 2 },
);

/** A call of a number out of few, so that later versions of it come up too. */
export const randomCall: fc.Arbitrary<Call> = fc
  .record({
    number: fc.integer({ min: 1, max: 25 }).map((number) => `C-${number}`),
    device: fc.constantFrom('D1', 'D2', 'D3', 'D4', 'D5'),
    type: fc.constantFrom('fault', 'fault', 'fault', ...CALL_TYPES),
    loggedAt: instants,
    responded: later,
    fixed: later,
    held: later,
    heldFor: later,
    reason: fc.constantFrom('no-access', 'customer', 'parts'),
    status: fc.constantFrom(null, null, null, null, 'cancelled', 'awaiting-approval'),
    original: fc.option(
      fc.integer({ min: 1, max: 25 }).map((number) => `C-${number}`),
      { freq: 5 },
    ),
    excuse: fc.constantFrom(null, null, null, null, 'excusing-cause' as const),
    emergency: fc.constantFrom(null, null, null, null, null, null, 'trapped'),
    raisedTo: fc.constantFrom(null, null, null, null, 'high' as const),
  })
  .map((drawn) => {
    const after = (span: number | null) => (span === null ? null : instant(drawn.loggedAt + span));
    const from = after(drawn.held);
    return {
      ...call(drawn.number, '2026-10-19T00:00Z'),
      device: drawn.device,
      type: drawn.type,
      loggedAt: drawn.loggedAt,
      status: drawn.status as Call['status'],
      respondedAt: after(drawn.responded),
      fixedAt: after(drawn.fixed),
      holds:
        from === null
          ? []
          : [{ from, to: drawn.heldFor === null ? null : instant(from + drawn.heldFor), reason: drawn.reason }],
      duplicateOf: drawn.original,
      excuse: drawn.excuse,
      emergency: drawn.emergency,
      raisedTo: drawn.raisedTo,
    };
  });

export const randomNow = instants;

/** Calls of different numbers. */
export const randomCalls = fc.uniqueArray(randomCall, { selector: ({ number }) => number, maxLength: 25, size: 'max' });
