import { type TerritoryInput, withPast } from '#engine';
import type { Day } from '../../../platform/desk.ts';
import type { Office } from '../../../platform/office.ts';
import type { Em } from '../../../store/index.ts';
import { spentLately } from '../../calls/time-spent.ts';
import { finishedIn, inputOf } from './facts.ts';

/** A territory as its plans are priced: with what people bring along from the days before. A plan itself is made of a `Reading`. */
export async function pricedInput(office: Office, em: Em, day: Day, territory: string): Promise<TerritoryInput> {
  const spent = await spentLately(office, em, day, territory);
  const finished = await finishedIn(em, day, territory);
  return withPast(day.tables.reference, inputOf(day, territory, finished), spent);
}
