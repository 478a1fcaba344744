import { TextInput } from '@mantine/core';
import { t } from '../app/messages.ts';
import { ask, get, Refused } from '../data/api.ts';
import type { Dispatch } from '../data/dispatch-store.ts';
import type { Rota } from '../data/types.ts';
import { sayDone, sayRefused } from '../parts/notices.tsx';
import type { Times } from '../time/times.ts';
import { loanOf } from './loan-of.ts';

/** A shift of a technician of another territory, in which they could be lent to where a call is. */
export interface Loan {
  readonly number: string;
  readonly resource: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Local date on which the shift begins. */
  readonly on: string;
  readonly begins: number;
  readonly ends: number;
  /** Calls of their own territory that are planned for them in it. */
  readonly planned: readonly string[];
}

/** Whether a refusal says that somebody works elsewhere. */
export const worksElsewhere = (error: unknown): boolean =>
  error instanceof Refused && error.problems.some(({ code }) => code === 'resource-not-in-territory');

/** The shift that runs, or their next one; null: they have none, or the call is not among the open ones. */
export async function loanFor(number: string, resource: string, dispatch: Dispatch, now: number): Promise<Loan | null> {
  const to = dispatch.rows.get(number)?.territory;
  const rota = await get<Rota>(`resources/${encodeURIComponent(resource)}/rota`);
  const shift = rota.shifts.find(
    ({ on_call_up_to, bands }) => on_call_up_to === null && bands.some(({ end }) => Date.parse(end) > now),
  );
  if (to === undefined || shift === undefined) return null;
  const { on, begins, ends } = loanOf(shift, rota.time_zone, now);
  const planned = [...dispatch.allocations.values()]
    .filter((each) => each.resource === resource && within(Date.parse(each.start), begins, ends))
    .map(({ call }) => call);
  return { number, resource, name: rota.name, from: shift.territory, to, on, begins, ends, planned };
}

const within = (at: number, from: number, to: number): boolean => at >= from && at < to;

/** Lends them for that shift; it can be undone. true: done. */
export async function lend({ resource, name, to, on }: Loan, who: string, reason: string): Promise<boolean> {
  const path = `resources/${encodeURIComponent(resource)}/loans/${on}`;
  try {
    await ask('PUT', path, { who, territory: to, ...(reason === '' ? {} : { reason }) });
  } catch (error) {
    sayRefused(error);
    return false;
  }
  sayDone(t('lend.done', { name, to }), () => {
    ask('DELETE', `${path}?who=${encodeURIComponent(who)}`).catch(sayRefused);
  });
  return true;
}

/** What lending would mean. */
export function LoanFacts({ loan, times }: { readonly loan: Loan; readonly times: Times }) {
  const { name, from, to, begins, ends, planned } = loan;
  return (
    <>
      <p className="lead">
        {t('lend.what', { name, from, to, day: times.day(begins), begins: times.time(begins), ends: times.time(ends) })}
      </p>
      <p>{planned.length === 0 ? t('lend.free') : t('lend.others', { calls: planned.join(', ') })}</p>
      <TextInput name="why" label={t('lend.why')} maxLength={200} data-autofocus />
    </>
  );
}
