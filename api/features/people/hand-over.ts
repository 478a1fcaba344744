import { STARTED_STATUSES } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change } from '../../platform/change.ts';
import { lockCall } from '../calls/find-call.ts';
import { happenedAt, saveEvent } from '../calls/save-event.ts';
import type { Recorded } from './rota.ts';

/**
 * Takes from a resource the work that it was given by a person, or has started, and can't do any more, so that others do it; each with its entry in the call's journal. `all`: everything that it has started, wherever it is planned.
 * @returns the numbers of those calls.
 */
export async function handOver(
  change: Change,
  code: string,
  by: Pick<By, 'who' | 'why'>,
  { affected }: Pick<Recorded, 'affected'>,
  { all }: { readonly all: boolean },
): Promise<string[]> {
  const { book } = await change.day();
  const isStarted = (number: string): boolean => {
    const call = book.call(number);
    return call?.resource === code && STARTED_STATUSES.has(book.status(call) ?? 'logged');
  };
  const stuck = affected.filter(({ call }) => call.resource === code).map(({ call }) => call.number);
  const started = all ? book.all().flatMap(({ number }) => (isStarted(number) ? [number] : [])) : [];
  const numbers = [...new Set([...stuck, ...started])].sort();
  for (const number of numbers) {
    const found = await lockCall(change, number, null);
    const at = happenedAt({ ...by, at: null }, change.now, found.call);
    await saveEvent(change, found, { kind: 'release', at }, { ...by, at: null }, { resource: code });
  }
  return numbers;
}
