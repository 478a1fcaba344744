import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import {
  claimReference,
  compareFigures,
  type FigureDifference,
  readFigureVersions,
  replaceFigures,
  temporaryFigures,
} from '../../store/index.ts';
import { countContract } from './catch-up.ts';

export interface Recount {
  readonly contracts: number;
  /** Rows of facts and tallies that are not what the journals of the calls give. */
  readonly count: number;
  /** The first of them. */
  readonly differences: readonly FigureDifference[];
  readonly repaired: boolean;
}

/** Differences that are told. */
const SHOWN = 100;

/**
 * Recounts all figures from the journals of the calls, and compares them with those that are kept up. Changes of calls
 * wait meanwhile. `repair` puts the recounted ones in their place where they differ.
 */
export async function recount(office: Office, repair: boolean): Promise<Recount> {
  const { figures, store } = office;
  return store.transaction(async (em) => {
    await claimReference(em);
    await figures.catchUp(em);
    await figures.countAllStale(em, null);
    const { reference: version } = await readFigureVersions(em);
    const { reference } = (await figures.yardsticks.reaching(em, version, {})).terms;
    const into = await temporaryFigures(em);
    for (const { code } of reference.contracts)
      await countContract(figures.yardsticks, em, version, reference, code, into, 'journal');
    const { count, differences } = await compareFigures(em, into, SHOWN);
    const repaired = repair && count > 0;
    if (repaired) await replaceFigures(em, into);
    return { contracts: reference.contracts.length, count, differences, repaired };
  });
}

export async function recountReply(office: Office, repair: boolean): Promise<Reply> {
  const { contracts, count, differences, repaired } = await recount(office, repair);
  return { status: 200, headers: {}, body: { contracts, differences: count, first: differences, repaired } };
}
