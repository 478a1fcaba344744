import {
  bucketsOf,
  type Call,
  type Contract,
  type Device,
  type Figures,
  factsAt,
  type Instant,
  type Interval,
  isInScope,
  type JudgedZone,
  NO_RATIO,
  type PerformanceScope,
  partsOf,
  type ScopeKind,
  scopeCodes,
  serviceGroups,
  serviceWeight,
  tallyChange,
  type Yardstick,
  zoneServiceWeight,
} from '#engine';
import { type Em, factsDown, factsTouching, firstLogged, openCallsOf, readTallies } from '../../store/index.ts';
import { hull, neighbours, placeOf } from './settle.ts';
import type { Yardsticks } from './yardsticks.ts';

/** Figures of one contract at one moment, from what is kept of calls that have ended, and the open calls as they stand. */
export interface LiveFigures {
  readonly contract: Contract;
  readonly now: Instant;
  readonly yardstick: Yardstick;
  readonly territories: readonly string[];
  /** The open calls of its devices. */
  readonly open: readonly Call[];
  /** Devices of the contract that are in a scope. */
  devicesIn(scope: PerformanceScope): Device[];
  /** Figures of a scope in each of some periods. */
  over(scope: PerformanceScope, periods: readonly Interval[]): Promise<Figures[]>;
  /** Figures in a period of all that devices of a scope stand under, by code, in order of the reference. */
  by(kind: ScopeKind, scope: PerformanceScope, period: Interval): Promise<Map<string, Figures>>;
}

/** Within a transaction that sees one moment. `reach` is all that will be asked for. */
export async function liveFigures(
  yardsticks: Yardsticks,
  em: Em,
  version: string,
  contract: Contract,
  reach: Interval,
  now: Instant,
): Promise<LiveFigures> {
  const first = await yardsticks.reaching(em, version, {});
  const { reference } = first.terms;
  const devices = reference.devices.filter((device) => device.contract === contract.code);
  const open = await openCallsOf(em, contract.code);
  const knownFrom = (await firstLogged(em)) ?? now;
  // Before the contract is in force there is nothing to measure.
  const begin = Math.max(
    reach.start,
    first.terms.rules.contractFrom[reference.contracts.findIndex(({ code }) => code === contract.code)]!,
  );
  const from = Math.min(begin, reach.end) as Instant;
  const yardstick = await yardsticks.reaching(em, version, { from, until: reach.end, calls: open });
  const territories = [...new Set(devices.map(({ code }) => placeOf(yardstick, code).territory))];

  const running = open.flatMap((call) => factsAt(yardstick, call, now) ?? []);
  const down = running.filter(({ downFrom }) => downFrom !== null);
  const stretch = hull(down);
  const beside =
    stretch === null
      ? []
      : await factsDown(
          em,
          neighbours(
            yardstick,
            down.map(({ device }) => device),
          ).devices,
          stretch,
        );

  const devicesIn = (scope: PerformanceScope): Device[] =>
    scope.kind === 'contract' ? [...devices] : devices.filter((device) => isInScope(device, scope));

  /** Tallies of a kind by code and position of the period. */
  async function tallies(kind: ScopeKind, codes: readonly string[] | null, periods: readonly Interval[]) {
    const parts = periods.map((period) => partsOf(period, contract.timeZone, periods.length > 1 ? 'day' : 'month'));
    const sums = new Map<string, MutableFigures[]>();
    const sumOf = (code: string, k: number): MutableFigures => {
      let list = sums.get(code);
      if (list === undefined) {
        list = periods.map(() => nothing());
        sums.set(code, list);
      }
      return list[k]!;
    };
    const periodOf = new Map(parts.flatMap(({ whole }, k) => whole.map((bucket) => [bucket, k] as const)));
    const asked = { contract: contract.code, territories, kind, codes, buckets: [...periodOf.keys()] };
    for (const tally of await readTallies(em, { ...asked, byBucket: periods.length > 1 }))
      add(sumOf(tally.code, periods.length > 1 ? periodOf.get(tally.bucket)! : 0), { ...OPEN_NONE, ...tally });

    const wanted = codes === null ? null : new Set(codes);
    const count = (change: Parameters<typeof tallyChange>[1], named: Parameters<typeof bucketsOf>[0]): void => {
      const buckets = bucketsOf(named);
      for (const tally of tallyChange(yardstick, change, () => buckets, [kind])) {
        if (wanted === null || wanted.has(tally.code)) add(sumOf(tally.code, Number(tally.bucket)), tally);
      }
    };
    count(
      { removed: [], added: running, others: beside },
      periods.map((period, k) => ({ name: String(k), parts: [period] })),
    );
    for (const [k, { rest }] of parts.entries()) {
      for (const piece of rest) {
        const added = await factsTouching(em, contract.code, territories, piece);
        count({ removed: [], added, others: [] }, [{ name: String(k), parts: [piece] }]);
      }
    }
    return sums;
  }

  const wholeOf = (scope: PerformanceScope, members: readonly Device[]): ((period: Interval) => bigint) => {
    const at = members.map(({ code }) => yardstick.deviceAt(code));
    const zone: JudgedZone | null = scope.kind === 'zone' && at[0] !== undefined ? yardstick.zoneOf(at[0]) : null;
    if (zone !== null) return (period) => zoneServiceWeight(yardstick, zone, period);
    const groups = serviceGroups(yardstick, at);
    return (period) => serviceWeight(groups, period);
  };

  /** A period that ends before the first call known has no figures (rule 11.3). */
  const figuresIn = (period: Interval, sums: MutableFigures, whole: bigint): Figures =>
    period.end > knownFrom ? figuresOf(sums, whole) : { ...figuresOf(sums, 0n), availability: NO_RATIO, known: false };

  return {
    contract,
    now,
    yardstick,
    territories,
    open,
    devicesIn,
    async over(scope, periods) {
      const sums = (await tallies(scope.kind, [scope.code], periods)).get(scope.code);
      const whole = wholeOf(scope, devicesIn(scope));
      return periods.map((period, k) => figuresIn(period, sums?.[k] ?? nothing(), whole(period)));
    },
    async by(kind, scope, period) {
      const members = devicesIn(scope);
      const byCode = new Map<string, Device[]>();
      for (const device of members) {
        for (const code of scopeCodes(device, kind)) {
          const list = byCode.get(code);
          if (list === undefined) byCode.set(code, [device]);
          else list.push(device);
        }
      }
      const codes = scope.kind === 'contract' ? null : [...byCode.keys()];
      const sums = await tallies(kind, codes, [period]);
      return new Map(
        [...byCode].map(([code, own]) => {
          const whole = wholeOf({ kind, code }, own)(period);
          return [code, figuresIn(period, sums.get(code)?.[0] ?? nothing(), whole)];
        }),
      );
    },
  };
}

type Counts = Record<'met' | 'missed' | 'open' | 'excused', number>;
interface MutableFigures {
  readonly respond: Counts;
  readonly fix: Counts;
  down: bigint;
}

const none = (): Counts => ({ met: 0, missed: 0, open: 0, excused: 0 });
const nothing = (): MutableFigures => ({ respond: none(), fix: none(), down: 0n });
/** Of what is kept nothing is open. */
const OPEN_NONE = { respondOpen: 0, fixOpen: 0 };

type Counted = Pick<
  ReturnType<typeof tallyChange>[number],
  `${'respond' | 'fix'}${'Met' | 'Missed' | 'Open' | 'Excused'}` | 'down'
>;

function add(sum: MutableFigures, tally: Counted): void {
  sum.respond.met += tally.respondMet;
  sum.respond.missed += tally.respondMissed;
  sum.respond.open += tally.respondOpen;
  sum.respond.excused += tally.respondExcused;
  sum.fix.met += tally.fixMet;
  sum.fix.missed += tally.fixMissed;
  sum.fix.open += tally.fixOpen;
  sum.fix.excused += tally.fixExcused;
  sum.down += tally.down;
}

const figuresOf = ({ respond, fix, down }: MutableFigures, whole: bigint): Figures => ({
  respond,
  fix,
  availability: { part: whole - down, whole },
});
