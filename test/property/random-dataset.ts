import fc from 'fast-check';
import { defaultPolicy } from '../../engine/dataset/index.ts';
import { CALL_STATUSES, CALL_TYPES, type Call, EXCUSES } from '../../engine/model/call.ts';
import type { Dataset } from '../../engine/model/dataset.ts';
import { withFirstReports } from '../../engine/model/first-report.ts';
import { CALL_CLASSES, DIMENSIONS } from '../../engine/model/priority.ts';
import { CLOCK_KINDS } from '../../engine/model/regime.ts';
import { DAY_ACCESS } from '../../engine/model/special-day.ts';
import { DAY, type Instant, instant, type LocalDate, localDate, millis, minor } from '../../engine/model/units.ts';

const YEAR_2000 = Date.UTC(2000, 0, 1);
/** Text as a cell holds it: quotes, commas, line breaks, formulas, foreign signs; trimmed and not blank. */
const text = fc
  .string({ unit: fc.constantFrom(...'abcé漢😀 ",;:/\n\r=+-@\t\'', '\u0007'), minLength: 1, maxLength: 12 })
  .map((value) => value.trim())
  .filter((value) => value !== '');
/** A name, an address, a reason: as text, on one line. */
const line = text.map((value) => value.replace(/\p{Cc}/gu, '').trim()).filter((value) => value !== '');
/** Text that stands in a list or a hold. */
const word = line.map((value) => value.replace(/[;:]/g, '').trim()).filter((value) => value !== '');
const address = fc.constantFrom('desk@example.org', 'o’neil+lifts@büro.example', 'https://example.org/hook?a=1');
const codes = fc.uniqueArray(word, { minLength: 1, maxLength: 5 });
const at = fc.integer({ min: 0, max: 30 * 365 * 86_400 }).map((seconds) => instant(YEAR_2000 + seconds * 1000));
const duration = fc.integer({ min: 1, max: 90 * 86_400_000 }).map(millis);
const period = fc
  .record({ years: fc.nat(5), months: fc.nat(30), days: fc.nat(90) })
  .filter(({ years, months, days }) => years + months + days > 0);
const day = fc
  .integer({ min: 0, max: 10_000 })
  .map((days) => localDate(new Date(YEAR_2000 + days * DAY).toISOString().slice(0, 10)));
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const span = (dates: fc.Arbitrary<LocalDate | null>) =>
  fc
    .tuple(dates, dates)
    .map(([a, b]) => (a !== null && b !== null && a > b ? [b, a] : [a, b]) as [LocalDate | null, LocalDate | null]);
const number = fc.double({ min: 1e-6, max: 99, noNaN: true });
const degrees = (most: number) =>
  fc.double({ min: -most, max: most, noNaN: true }).map((value) => (value === 0 ? 0 : value));
const level = fc.integer({ min: 1, max: 9 });
export const currency = fc.constantFrom('GBP', 'JPY', 'KWD');
const amount = fc.integer({ min: 0, max: 1e12 }).map(minor);

/** A consistent dataset: every code that it names exists. */
export const dataset: fc.Arbitrary<Dataset> = fc
  .record({
    customers: codes,
    territories: codes,
    calendars: codes,
    contracts: codes,
    skills: codes,
    models: codes,
    sites: codes,
    zones: codes,
    devices: codes,
    regimes: codes,
    resources: codes,
    calls: codes,
    groups: codes,
  })
  .chain((all) => {
    const of = (list: readonly string[]) => fc.constantFrom(...list);
    const rows = <T>(list: readonly string[], row: (code: string) => fc.Arbitrary<T>) =>
      fc.tuple(...list.map(row)) as fc.Arbitrary<T[]>;
    const table = <T>(row: fc.Arbitrary<T>) =>
      fc.array(row, { maxLength: 4 }).map((list) => list.map((one, index) => ({ ...one, row: index + 2 })));
    const skills = fc.array(fc.record({ skill: of(all.skills), level }), { maxLength: 3 });
    const hours = orNull(fc.constantFrom('Mo-Fr 08:00-18:00', '24/7', 'Sa,Su 22:00-06:00'));
    const zone = fc.constantFrom('Europe/London', 'America/New_York', 'UTC');
    const party = fc
      .boolean()
      .chain(
        (byContract): fc.Arbitrary<{ contract: string | null; customer: string | null }> =>
          byContract
            ? fc.record({ contract: of(all.contracts), customer: fc.constant(null) })
            : fc.record({ contract: fc.constant(null), customer: of(all.customers) }),
      );
    const frame = fc
      .tuple(span(orNull(day)), hours)
      .map(([[validFrom, validTo], frameHours]) => ({ validFrom, validTo, hours: frameHours }));
    const joined = <A extends object, B extends object>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>) =>
      fc.tuple(a, b).map(([x, y]) => ({ ...x, ...y }));
    return fc.record({
      customers: rows(all.customers, (code) => fc.record({ code: fc.constant(code), name: line })),
      territories: rows(all.territories, (code) => fc.record({ code: fc.constant(code), name: line, timeZone: zone })),
      calendars: rows(all.calendars, (code) =>
        fc.record({
          code: fc.constant(code),
          hours: fc.constant('Mo-Fr 09:00-17:00; PH off'),
          holidays: fc.array(day, { maxLength: 3 }),
        }),
      ),
      contracts: rows(all.contracts, (code) =>
        fc
          .record({
            code: fc.constant(code),
            customer: of(all.customers),
            name: orNull(line),
            currency,
            timeZone: zone,
            term: fc.tuple(day, orNull(day)),
            autoRenew: fc.boolean(),
            renewalTerm: orNull(period),
            noticePeriod: orNull(period),
            baseFee: amount,
            paymentPeriod: fc.constantFrom('month', 'quarter', 'year'),
            approvalOver: fc.array(duration, { maxLength: 3 }),
            clockStoppingHolds: fc.array(word, { maxLength: 3 }),
            reopen: fc.constantFrom('continue', 'continue-running', 'new', 'repeat'),
          })
          .map(({ term: [a, b], approvalOver, ...rest }) => ({
            ...rest,
            startsOn: b !== null && b < a ? b : a,
            endsOn: b !== null && b < a ? a : b,
            approvalOver: approvalOver.toSorted((x, y) => x - y),
          })),
      ),
      skills: rows(all.skills, (code) => fc.record({ code: fc.constant(code), name: orNull(line) })),
      models: rows(all.models, (code) =>
        fc.record({
          code: fc.constant(code),
          name: line,
          skills,
          repairTime: duration,
          maintenanceEvery: orNull(period),
          maintenanceTime: orNull(duration),
        }),
      ),
      sites: rows(all.sites, (code) =>
        fc.record({
          code: fc.constant(code),
          customer: of(all.customers),
          name: line,
          latitude: degrees(90),
          longitude: degrees(180),
          timeZone: zone,
          territory: of(all.territories),
          address: orNull(line),
          skills,
          accessHours: fc.constantFrom(null, 'Mo-Fr 06:00-22:00', '24/7'),
          accessNotice: fc.constantFrom(null, millis(DAY)),
          emergencyAccess: fc.constantFrom(null, true, false),
        }),
      ),
      zones: rows(all.zones, (code) =>
        fc.record({
          code: fc.constant(code),
          name: orNull(line),
          requiredAvailable: orNull(fc.integer({ min: 1, max: 9 })),
        }),
      ),
      devices: rows(all.devices, (code) =>
        fc
          .record({
            code: fc.constant(code),
            contract: of(all.contracts),
            site: of(all.sites),
            model: of(all.models),
            zone: orNull(of(all.zones)),
            groups: fc.constant(all.groups),
            weight: number,
            service: span(orNull(day)),
            warrantyUntil: orNull(day),
            accessHours: fc.constantFrom(null, 'Mo-Sa 08:00-20:00'),
          })
          .map(({ service: [installedOn, retiredOn], ...rest }) => ({ ...rest, installedOn, retiredOn })),
      ),
      regimes: rows(all.regimes, (code) =>
        fc.record({
          code: fc.constant(code),
          calendar: of(all.calendars),
          respondWithin: orNull(duration),
          fixWithin: orNull(duration),
          clock: fc.constantFrom('coverage', 'elapsed'),
          availabilityTarget: orNull(number),
        }),
      ),
      regimeRules: table(
        joined(
          joined(party, frame),
          fc.record({
            site: orNull(of(all.sites)),
            zone: orNull(of(all.zones)),
            model: orNull(of(all.models)),
            regime: of(all.regimes),
          }),
        ),
      ),
      priorityRules: table(
        fc.constantFrom(...DIMENSIONS).chain((dimension) =>
          joined(
            frame,
            fc.record({
              dimension: fc.constant(dimension),
              code: of(all[`${dimension}s`]),
              contract: dimension === 'contract' ? fc.constant(null) : orNull(of(all.contracts)),
              level,
            }),
          ),
        ),
      ),
      reliabilityTargets: fc
        .tuple(fc.constantFrom('device', 'group', 'model', 'zone'), fc.nat(9), duration)
        .map(([scope, maxFailures, window]) => [
          {
            row: 2,
            code: 'T',
            device: null,
            group: null,
            model: null,
            zone: null,
            maxFailures,
            window,
            [scope]: all[`${scope}s` as 'zones'][0],
          },
        ]),
      specialDays: table(
        fc
          .record({
            site: of(all.sites),
            ends: fc.tuple(day, day),
            instants: fc.boolean(),
            effect: fc.constantFrom('service-affecting', 'non-service-affecting'),
            regime: orNull(of(all.regimes)),
            level: orNull(level),
            label: orNull(line),
            access: fc.constantFrom(null, ...DAY_ACCESS),
          })
          .map(({ ends, instants, ...rest }) => {
            const [from, to] = ends.toSorted() as [LocalDate, LocalDate];
            const open = rest.effect === 'service-affecting';
            return {
              ...rest,
              from: instants ? { instant: instant(Date.parse(from)) } : { date: from },
              to: instants ? { instant: instant(Date.parse(to) + 1) } : { date: to },
              regime: open ? rest.regime : null,
              level: open ? rest.level : null,
            };
          }),
      ),
      escalations: table(
        joined(
          party,
          fc.record({
            clock: fc.constantFrom('respond', 'fix'),
            at: number,
            raiseTo: orNull(fc.constant('high')),
            notify: fc.array(address, { maxLength: 3 }),
          }),
        ),
      ),
      resources: rows(all.resources, (code) =>
        fc.record({
          code: fc.constant(code),
          name: line,
          skills,
          territory: of(all.territories),
          latitude: degrees(90),
          longitude: degrees(180),
          calendar: of(all.calendars),
          maxCalls: orNull(fc.nat(20)),
          hourlyCost: orNull(amount),
          speed: number,
        }),
      ),
      absences: table(
        fc
          .record({ resource: of(all.resources), from: at, length: duration, reason: orNull(line) })
          .map(({ length, ...rest }) => ({ ...rest, to: instant(rest.from + length) })),
      ),
      loans: table(
        fc.record({ resource: of(all.resources), territory: of(all.territories), on: day, reason: orNull(line) }),
      ).map(oncePerDay),
      shiftChanges: table(
        fc.record({
          resource: of(all.resources),
          on: day,
          hours: fc.constantFrom('off', '06:00-13:00', '20:00-04:00'),
          reason: orNull(line),
        }),
      ).map(oncePerDay),
      breaks: table(
        fc.record({
          resource: of(all.resources),
          hours: fc.constantFrom('12:00-12:30', 'Mo-Fr 10:00-10:15'),
          validFrom: orNull(day),
          validTo: fc.constant(null),
        }),
      ),
      onCall: table(
        fc
          .record({ resource: of(all.resources), from: at, length: duration, upTo: fc.constantFrom(...CALL_CLASSES) })
          .map(({ length, ...rest }) => ({ ...rest, to: instant(rest.from + length) })),
      ),
      calls: rows(all.calls, (code) => callOf(code, all)).map((calls) =>
        withFirstReports(calls.map((call, index) => ({ ...call, row: index + 2 }))),
      ),
      policy: fc.constant(null),
      policySource: currency.map((code) => ({ currency: code })),
      paymentTerms: fc.constant({ [all.contracts[0] as string]: { measures: [] } }),
    });
  })
  .map((all) => ({ ...all, policy: defaultPolicy(all.policySource.currency) }) as unknown as Dataset);

/** No resource twice on one date. */
const oncePerDay = <R extends { readonly resource: string; readonly on: LocalDate; readonly row: number }>(rows: R[]) =>
  rows
    .filter((row, k) => rows.findIndex(({ resource, on }) => resource === row.resource && on === row.on) === k)
    .map((row, k) => ({ ...row, row: k + 2 }));

/** A call whose times follow one another; a duplicate of the first call, if of any. */
function callOf(
  number: string,
  all: { calendars: string[]; devices: string[]; resources: string[]; calls: string[]; skills: string[] },
): fc.Arbitrary<Call> {
  const later = (from: Instant, by: number | null) => (by === null ? null : instant(from + by));
  const wait = orNull(fc.nat(DAY));
  return fc
    .record({
      device: fc.constantFrom(...all.devices),
      contact: text,
      description: text,
      type: fc.constantFrom(...CALL_TYPES),
      loggedAt: at,
      waits: fc.tuple(wait, wait, wait, wait, wait),
      serviceAffecting: fc.boolean(),
      inUse: orNull(fc.boolean()),
      estimatedTime: orNull(duration),
      status: orNull(fc.constantFrom(...CALL_STATUSES)),
      resource: orNull(fc.constantFrom(...all.resources)),
      pinned: fc.boolean(),
      duplicate: fc.boolean(),
      excuse: orNull(fc.constantFrom(...EXCUSES)),
      emergency: orNull(text),
      raisedTo: orNull(fc.constant('high' as const)),
      visitSkills: orNull(
        fc.array(fc.record({ skill: fc.constantFrom(...all.skills), level }), { minLength: 1, maxLength: 2 }),
      ),
      resolution: orNull(text),
      keptTerms: orNull(
        fc.record({
          regime: word,
          respondWithin: orNull(duration),
          fixWithin: orNull(duration),
          clock: fc.constantFrom(...CLOCK_KINDS),
          calendar: fc.constantFrom(...all.calendars),
          decidedBy: fc.array(fc.record({ code: fc.constantFrom('regime-rule', 'special-day'), row: fc.nat(), text }), {
            maxLength: 2,
          }),
        }),
      ),
      holds: fc.tuple(
        fc.array(fc.record({ start: fc.nat(DAY), length: fc.integer({ min: 1, max: DAY }), reason: word }), {
          maxLength: 3,
        }),
        fc.boolean(),
      ),
    })
    .map(({ waits: [occurred, responded, fixed, closed, latest], holds: [holds, running], duplicate, ...rest }) => ({
      ...rest,
      row: 0,
      number,
      occurredAt: occurred === null ? null : instant(rest.loggedAt - occurred),
      earliest: later(rest.loggedAt, fixed),
      latest: fixed === null ? null : later(instant(rest.loggedAt + fixed), latest),
      respondedAt: later(rest.loggedAt, responded),
      fixedAt: later(rest.loggedAt, fixed),
      closedAt: later(instant(rest.loggedAt + (fixed ?? 0)), closed),
      plannedStart: later(rest.loggedAt, latest),
      temporaryFixedAt: later(rest.loggedAt, responded),
      arrivedAt: later(rest.loggedAt, responded),
      duplicateOf: duplicate && number !== all.calls[0] ? (all.calls[0] ?? null) : null,
      restored: [],
      earlierReport: null,
      holds: holds
        .toSorted((a, b) => a.start - b.start)
        .map(({ start, length, reason }, index) => ({
          from: instant(rest.loggedAt + start),
          to: running && index === holds.length - 1 ? null : instant(rest.loggedAt + start + length),
          reason,
        })),
    }));
}
