import { type Instant, instant, type RotaKey } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import { Refusal } from '../../problem.ts';
import { handOver } from './hand-over.ts';
import { byFrom, changeRota, type RotaChange } from './rota.ts';

type Who = Pick<By, 'who' | 'why'>;

/** A change of the rota, with the work handed over that the resource can't do any more. */
export async function changeRotaAndHandOver<K extends RotaKey>(
  change: Change,
  code: string,
  by: Who,
  wish: RotaChange<K>,
  options: { readonly all: boolean; readonly handsOver: boolean },
): Promise<Reply> {
  const recorded = await changeRota(change, code, by, wish);
  const numbers = options.handsOver ? await handOver(change, code, by, recorded, options) : [];
  const body = { ...(recorded.reply.body as object), handed_over: numbers };
  return { ...recorded.reply, body };
}

export interface AbsenceWish {
  /** null: now. */
  readonly from: Instant | null;
  /** null: the end of the stretch of duty that is running then, or begins on that date; else of the date. */
  readonly to: Instant | null;
  readonly reason: string | null;
  /** Started and pinned work in it goes to others. */
  readonly handsOver: boolean;
}

/**
 * An absence; one from the same instant takes its place. From now on (sick, say): work in hand goes to others too; one
 * under way for the same reason goes on, said twice or with another end.
 */
export const recordAbsence = (change: Change, code: string, by: Who, wish: AbsenceWish, kind: string): Promise<Reply> =>
  changeRotaAndHandOver(
    change,
    code,
    by,
    {
      table: 'absences',
      kind,
      rows: (own, { now, awayUntil }) => {
        const underWay =
          wish.from === null && (wish.to ?? Infinity) > now
            ? own.find((each) => isUnderWay(each, wish.reason, now))
            : undefined;
        const from = underWay?.from ?? wish.from ?? now;
        const to = wish.to ?? instant(Math.max(underWay?.to ?? from, awayUntil(from)));
        return byFrom([...own.filter((each) => each.from !== from), { from, to, reason: wish.reason }]);
      },
    },
    { all: wish.from === null || wish.from <= change.now, handsOver: wish.handsOver },
  );

const isUnderWay = (
  absence: Pick<AbsenceWish, 'reason'> & { from: Instant; to: Instant },
  reason: string | null,
  now: Instant,
): boolean => absence.reason === reason && absence.from <= now && absence.to > now;

/** Takes an absence away; one that has begun ends now, and what is past of it stays. */
export const endAbsence = (change: Change, code: string, from: Instant, by: Who): Promise<Reply> =>
  changeRotaAndHandOver(
    change,
    code,
    by,
    {
      table: 'absences',
      kind: 'absence-ended',
      rows: (own, { now }) => {
        const found = own.find((each) => each.from === from && each.to > now);
        if (found === undefined) throw notThere(`${code} has no absence from then that is still to end.`);
        return own.flatMap((each) => (each !== found ? [each] : from < now ? [{ ...each, to: now }] : []));
      },
    },
    { all: false, handsOver: false },
  );

export const notThere = (text: string): Refusal => new Refusal('rota-entry-not-found', text);

const LOGGED_OFF = 'logged off';

/** Ends somebody's working day: absent until the end of the running shift, work in hand goes to others. */
export const logOff = (change: Change, code: string, by: Who): Promise<Reply> =>
  changeRotaAndHandOver(
    change,
    code,
    by,
    {
      table: 'absences',
      kind: 'log-off',
      rows: (own, { now, runningShift }) =>
        runningShift === null || own.some((each) => isUnderWay(each, LOGGED_OFF, now))
          ? own
          : byFrom([
              ...own.filter(({ from }) => from !== now),
              { from: now, to: runningShift.end, reason: LOGGED_OFF },
            ]),
    },
    { all: true, handsOver: true },
  );

/** Takes a log-off back: who is there again can be planned for. */
export const logOn = (change: Change, code: string, by: Who): Promise<Reply> =>
  changeRotaAndHandOver(
    change,
    code,
    by,
    {
      table: 'absences',
      kind: 'log-on',
      rows: (own, { now }) =>
        own.flatMap((each) => {
          if (each.reason !== LOGGED_OFF || each.to <= now) return [each];
          return each.from < now ? [{ ...each, to: now }] : [];
        }),
    },
    { all: false, handsOver: false },
  );
