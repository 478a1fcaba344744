import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../../engine/model/units.ts';
import { compileTerms } from '../../engine/sla/compile.ts';
import { failureTable, judgeFailures, noneRaised } from '../../engine/sla/index.ts';
import { createReliability } from '../../engine/sla/reliability/reliability.ts';
import { BEGIN, randomCalls, randomNow, WORLD } from '../order/random-calls.ts';

test('failures judged all at once, by any share of the targets, tip the targets that they tip one after the other', () => {
  const targets = WORLD.reliabilityTargets.length;
  fc.assert(
    fc.property(randomCalls, randomNow, fc.nat(targets), (calls, now, cut) => {
      const terms = compileTerms(WORLD, { from: instant(BEGIN), now });
      const reliability = createReliability(terms);
      for (const call of calls) reliability.addFailure(call);
      reliability.judge(now);
      const raised = noneRaised(targets);
      const failures = failureTable(terms, calls);
      judgeFailures(terms.rules, failures, now, 0, cut, raised);
      judgeFailures(terms.rules, failures, now, cut, targets, raised);
      expect(raised).toEqual({ lastTipAt: reliability.lastTipAt, lastCount: reliability.lastCount });
    }),
    { numRuns: 200 },
  );
});
