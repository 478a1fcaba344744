import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { logCall } from '../../api/features/calls/log-call.ts';
import { changeRow } from '../../api/features/tables/tables.ts';
import { change } from '../../api/platform/change.ts';
import type { Office } from '../../api/platform/office.ts';
import { kysely } from '../../api/store/index.ts';
import { type Spread, spreadOf } from '../statistics.ts';

/** Seconds that are measured, calls logged in each, and how often a special day is added. */
const SECONDS = 20;
const CALLS_A_SECOND = 50;
const EDITS = 5;

export interface EditsMeasured {
  /** A special day added, until its transaction has committed. */
  readonly edit: Spread;
  /** A call logged at a steady rate meanwhile, from when it was due. */
  readonly log: Spread;
  readonly logP99: number;
  /** From the last edit until no figure is left to be counted anew. */
  readonly settled: number;
}

/** Special days are added to sites of a contract while calls are logged at a steady rate, whatever the process does. */
export async function measureEdits(office: Office): Promise<EditsMeasured> {
  const { sites, devices } = (await office.desk.upToDate(office.store.em(), office.clock())).tables.reference;
  const usable = devices.filter(({ retiredOn, installedOn }) => retiredOn === null && (installedOn ?? '') < '2015');
  const logOne = (k: number) =>
    change(office, null, (one) =>
      logCall(one, {
        device: usable[(k * 7) % usable.length]!.code,
        contact: 'Desk',
        description: 'Stuck',
        type: 'fault',
      }),
    );
  for (let k = 0; k < 50; k += 1) await logOne(k);

  const logged: number[] = [];
  const edited: number[] = [];
  const begun = performance.now();
  const logging = (async () => {
    const under: Promise<void>[] = [];
    for (let k = 0; k < SECONDS * CALLS_A_SECOND; k += 1) {
      const due = begun + (k * 1000) / CALLS_A_SECOND;
      if (due > performance.now()) await pause(due - performance.now());
      under.push(logOne(50 + k).then(() => void logged.push(performance.now() - due)));
    }
    await Promise.all(under);
  })();
  const today = new Date(office.clock()).toISOString().slice(0, 10);
  for (let k = 0; k < EDITS; k += 1) {
    await pause(((SECONDS - 2) * 1000) / EDITS);
    const from = performance.now();
    const cells = { site: sites[k * 11]!.code, from: today, to: today, effect: 'non-service-affecting' };
    await change(office, null, (one) => changeRow(one, 'special_days', { change: 'add', who: 'bench', cells }), {
      ...{ replacesReference: true, figuresLater: true },
    });
    edited.push(performance.now() - from);
  }
  const last = performance.now();
  await logging;
  await office.figures.bringUpToDate(office);
  const left = await sql<{ left: number }>`select count(*)::int as left from stale_figures`.execute(
    kysely(office.store.em()),
  );
  if (left.rows[0]?.left !== 0) throw new Error('Figures are left to be counted anew.');
  const sorted = logged.toSorted((a, b) => a - b);
  return {
    edit: spreadOf(edited),
    log: spreadOf(logged),
    logP99: sorted[Math.ceil(sorted.length * 0.99) - 1]!,
    settled: performance.now() - last,
  };
}
