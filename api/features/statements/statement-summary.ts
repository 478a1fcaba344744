import {
  type Figures,
  type Instant,
  type PerformanceScope,
  type Reference,
  type ScopeKind,
  type Statement,
  type StatementSubject,
  scopeKey,
  summaryOf,
  summaryPeriods,
  summaryScopes,
} from '#engine';
import type { Office } from '../../platform/office.ts';
import { atOneMoment, countStale, readFigureVersions } from '../../store/index.ts';
import { liveFigures } from '../performance/live-figures.ts';
import { catchUp } from '../performance/read-performance.ts';

/**
 * A live statement without evidence, from the figures that are kept: as fast with a million calls as with a few. null:
 * the contract's terms ask for the calls themselves.
 */
export async function summary(
  office: Office,
  reference: Reference,
  subject: StatementSubject,
  now: Instant,
): Promise<Statement | null> {
  const { contract, terms, period } = subject;
  const devices = reference.devices.filter((device) => device.contract === contract.code);
  const scopes = summaryScopes(contract.code, devices, terms);
  if (scopes === null) return null;
  const periods = summaryPeriods(contract, terms, period);
  const reach = { start: periods.at(-1)!.start, end: period.end };
  const { figures } = office;
  for (;;) {
    const made = await atOneMoment(office.store.em(), async (em) => {
      const versions = await readFigureVersions(em);
      if (versions.figures !== versions.reference || (await countStale(em, contract.code)) > 0) return null;
      const live = await liveFigures(figures.yardsticks, em, versions.reference, contract, reach, now);
      const byScope = new Map<string, Figures[]>();
      for (const [kind, some] of Map.groupBy(scopes, (scope) => scope.kind)) {
        for (const each of periods) {
          const found = await read(
            kind,
            some,
            (scope) => live.over(scope, [each]),
            () => live.by(kind, { kind: 'contract', code: contract.code }, each),
          );
          for (const scope of some) {
            const list = byScope.get(scopeKey(scope)) ?? [];
            byScope.set(scopeKey(scope), [...list, found.get(scope.code)!]);
          }
        }
      }
      return summaryOf(contract, devices, terms, period, now, byScope);
    });
    if (made !== null) return made;
    await catchUp(office);
    // Money waits for the figures that it rests on.
    await figures.countStale(office.store, contract.code);
  }
}

/** Figures by code: one scope by itself, several of a kind in one go. */
async function read(
  kind: ScopeKind,
  scopes: readonly PerformanceScope[],
  one: (scope: PerformanceScope) => Promise<Figures[]>,
  all: () => Promise<Map<string, Figures>>,
): Promise<Map<string, Figures>> {
  const [only] = scopes;
  if (kind !== 'contract' && scopes.length > 1) return all();
  return new Map(only === undefined ? [] : [[only.code, (await one(only))[0]!]]);
}
