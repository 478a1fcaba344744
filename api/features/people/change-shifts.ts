import type { CallClass, Instant, LocalDate } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import { changeRotaAndHandOver, notThere } from './record-absence.ts';
import { byDate, byFrom } from './rota.ts';

type Who = Pick<By, 'who' | 'why'>;
/** Work that somebody has started or is pinned to goes to others where they can't do it any more. */
const HANDS_OVER = { all: false, handsOver: true };

/** Other hours for the shift of a date; null: the calendar's again. */
export const changeShift = (
  change: Change,
  code: string,
  on: LocalDate,
  by: Who,
  wish: { readonly hours: string; readonly reason: string | null } | null,
): Promise<Reply> =>
  changeRotaAndHandOver(
    change,
    code,
    by,
    {
      table: 'shiftChanges',
      kind: wish === null ? 'shift-restored' : 'shift-changed',
      rows: (own) => {
        const others = own.filter((each) => each.on !== on);
        if (wish !== null) return byDate([...others, { on, ...wish }]);
        if (others.length === own.length) throw notThere(`The shift of ${code} on ${on} is not changed.`);
        return others;
      },
    },
    HANDS_OVER,
  );

/** Lends a resource to another territory for the shift of a date; null: not any more. */
export const lend = (
  change: Change,
  code: string,
  on: LocalDate,
  by: Who,
  wish: { readonly territory: string; readonly reason: string | null } | null,
): Promise<Reply> =>
  changeRotaAndHandOver(
    change,
    code,
    by,
    {
      table: 'loans',
      kind: wish === null ? 'loan-ended' : 'loan',
      rows: (own) => {
        const others = own.filter((each) => each.on !== on);
        if (wish !== null) return byDate([...others, { on, ...wish }]);
        if (others.length === own.length) throw notThere(`${code} is not lent on ${on}.`);
        return others;
      },
    },
    HANDS_OVER,
  );

/** Puts the breaks of a resource in the place of those that it has. */
export const setBreaks = (
  change: Change,
  code: string,
  by: Who,
  breaks: readonly {
    readonly hours: string;
    readonly validFrom: LocalDate | null;
    readonly validTo: LocalDate | null;
  }[],
): Promise<Reply> =>
  changeRotaAndHandOver(change, code, by, { table: 'breaks', kind: 'breaks', rows: () => breaks }, HANDS_OVER);

/** A turn on call; one from the same instant takes its place. */
export const putOnCall = (
  change: Change,
  code: string,
  by: Who,
  turn: { readonly from: Instant; readonly to: Instant; readonly upTo: CallClass },
): Promise<Reply> =>
  changeRotaAndHandOver(
    change,
    code,
    by,
    {
      table: 'onCall',
      kind: 'on-call',
      rows: (own) => byFrom([...own.filter(({ from }) => from !== turn.from), turn]),
    },
    HANDS_OVER,
  );

/** Takes a turn on call away; one that has begun ends now. */
export const endOnCall = (change: Change, code: string, from: Instant, by: Who): Promise<Reply> =>
  changeRotaAndHandOver(
    change,
    code,
    by,
    {
      table: 'onCall',
      kind: 'on-call-ended',
      rows: (own, { now }) => {
        const found = own.find((each) => each.from === from && each.to > now);
        if (found === undefined) throw notThere(`${code} has no turn on call from then that is still to end.`);
        return own.flatMap((each) => (each !== found ? [each] : from < now ? [{ ...each, to: now }] : []));
      },
    },
    HANDS_OVER,
  );
