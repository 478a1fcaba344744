import type { Office } from '../../../platform/office.ts';
import { type Em, lockPlan } from '../../../store/index.ts';
import { asChange, checkAndSave, type Made, type Outcome } from './check-and-save.ts';
import { type Reading, readTerritory, readWithin } from './reading.ts';

const TRIES = 3;

/**
 * Reads, changes the plan that stands, and saves; where another one is saved meanwhile, again with the plan
 * locked, some times at most. null: not made, or refused by the checker.
 */
export async function untilSaved(
  office: Office,
  territory: string,
  make: (reading: Reading) => Promise<Made | null>,
): Promise<Made | null> {
  const attempt = async (em: Em, reading: Reading | null): Promise<{ made: Made; outcome: Outcome } | null> => {
    const made = reading === null ? null : await make(reading);
    if (made === null) return null;
    return { made, outcome: await checkAndSave(office, em, territory, made, asChange(office, made)) };
  };
  let done = await attempt(office.store.em(), await readTerritory(office, territory, () => null));
  // More than once only where working time changes elsewhere; nobody there is to wait for what is made here.
  for (let tries = 0; done?.outcome === 'overtaken' && tries < TRIES; tries += 1) {
    done = await office.store.transaction(async (em) => {
      await lockPlan(em, territory);
      return attempt(em, await readWithin(office, em, territory, () => null));
    });
  }
  if (done === null || typeof done.outcome === 'string') return null;
  office.live.publish();
  return done.made;
}
