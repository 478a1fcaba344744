import {
  type Call,
  canMeasure,
  clocksFrom,
  clockTerms,
  compileYardstick,
  DAY,
  failureStart,
  type Instant,
  instant,
  type Yardstick,
} from '#engine';
import { type Em, firstLogged, readReference } from '../../store/index.ts';

/** What is to be measured. */
export interface Reach {
  readonly from?: Instant;
  readonly until?: Instant;
  readonly calls?: readonly Call[];
}

/** The compiled reference, kept in memory for as long as the reference tables stay as they are. */
export interface Yardsticks {
  /** One that reaches as far as is asked. `version` is that of the reference tables, as `em` sees them. */
  reaching(em: Em, version: string, reach: Reach): Promise<Yardstick>;
  /** Something was compiled from tables that then were not committed. */
  forget(): void;
}

/** Calls logged late look back; periods that are asked for look ahead. */
const BACK = 366 * DAY;
const AHEAD = 400 * DAY;

export function createYardsticks(clock: () => Instant): Yardsticks {
  /** `kept` are calls for whose terms something had to be compiled beside what the rules need. */
  let held: { readonly version: string; readonly yardstick: Yardstick; readonly kept: readonly Call[] } | null = null;
  // One at a time: many who ask at once wait for one compilation instead of each making its own.
  let turn: Promise<unknown> = Promise.resolve();

  async function reaching(em: Em, version: string, { from, until, calls = [] }: Reach): Promise<Yardstick> {
    const mine = held?.version === version ? held : null;
    const beyond = mine === null ? [...calls] : calls.filter((call) => !canMeasure(mine.yardstick, call));
    const far =
      mine !== null && ((from ?? mine.yardstick.from) < mine.yardstick.from || (until ?? 0) > mine.yardstick.until);
    if (mine !== null && beyond.length === 0 && !far) return mine.yardstick;
    const reference = mine?.yardstick.terms.reference ?? (await readReference(em)).reference;
    const first = mine?.yardstick.from ?? (await firstLogged(em)) ?? clock();
    const instants = beyond.flatMap((call) => [clocksFrom(call), failureStart(call)]);
    const last = beyond.flatMap(({ loggedAt, fixedAt, closedAt }) => [loggedAt, fixedAt ?? 0, closedAt ?? 0]);
    const kept = [...(mine?.kept ?? []), ...beyond.filter((call) => clockTerms(call) !== null)];
    const least = leastOf([from ?? first, ...instants]);
    const yardstick = compileYardstick(reference, {
      from: instant(mine !== null && least >= first ? first : Math.min(first, least) - BACK),
      until: instant(-leastOf([clock() + AHEAD, mine?.yardstick.until ?? 0, until ?? 0, ...last].map((at) => -at))),
      calls: kept,
    });
    held = { version, yardstick, kept: representative(kept) };
    return yardstick;
  }

  return {
    reaching(em, version, reach) {
      const next = turn.then(() => reaching(em, version, reach));
      turn = next.catch(() => {});
      return next;
    },
    forget() {
      held = null;
    },
  };
}

/** Of any number: too many for arguments of a function. */
const leastOf = (values: readonly number[]): number =>
  values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);

/** One call for each device, calendar and target: others need no more than it does. */
function representative(calls: readonly Call[]): Call[] {
  const byNeed = new Map<string, Call>();
  for (const call of calls) {
    const { calendar, respondWithin, fixWithin, clock } = clockTerms(call)!;
    byNeed.set(`${call.device} ${calendar} ${clock} ${respondWithin} ${fixWithin}`, call);
  }
  return [...byNeed.values()];
}
