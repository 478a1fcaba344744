import type { Office } from '../../platform/office.ts';
import { planStandings } from '../../store/index.ts';
import { presentAlerts } from './alerts.ts';
import type { Standing } from './measures.ts';

/** All figures of the process and of the database, for Prometheus. */
export async function metrics(office: Office): Promise<string> {
  const database = await standing(office);
  const storage = { storageRefusals: office.storage.count, storageFree: await office.store.freeBytes() };
  office.measures.stands({ alerts: office.alerts.size, ...storage, database });
  return office.measures.text();
}

async function standing(office: Office): Promise<Standing['database']> {
  try {
    const { calls, plans, jobs } = await planStandings(office.store.em());
    await presentAlerts(office.store.em(), office.alerts);
    const now = office.clock();
    const aged = plans.map(({ territory, madeAt }) => ({ territory, seconds: Math.max(0, (now - madeAt) / 1000) }));
    return { calls, plans: aged, jobs, breached: await breached(office) };
  } catch (err) {
    office.log.warn({ err }, 'metrics without the database');
    return null;
  }
}

/** Calls looked at before others get their turn. */
const SHARE = 500;

async function breached(office: Office): Promise<{ respond: number; fix: number }> {
  const { book } = await office.desk.upToDate(office.store.em(), office.clock());
  const late = { respond: 0, fix: 0 };
  for (let from = 0; from < book.size; from += SHARE) {
    for (const { number, due } of book.slice(from, SHARE)) {
      if (due === null || due > book.now) continue;
      late[(book.call(number)?.respondedAt ?? null) === null ? 'respond' : 'fix'] += 1;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return late;
}
