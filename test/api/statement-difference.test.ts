import { expect, it } from 'vitest';
import { statementDifference } from '../../api/features/statements/statement-difference.ts';

const line = (over: object) => ({
  ...{
    kind: 'measure',
    measure: 'A',
    scope: 'contract C1',
    effect: null,
    measured: '99',
    amount: '0.00',
    evidence: [],
  },
  ...over,
});
const statement = (total: string, lines: object[]) => ({ currency: 'GBP', total, lines }) as never;

it('a measure that abates in one of the two statements alone is one line', () => {
  const before = statement('95.00', [line({ effect: 'abatement', amount: '-5.00', measured: '98' })]);
  const { lines } = statementDifference(before, statement('100.00', [line({})]));
  expect(lines).toMatchObject([{ measure: 'A', before: '-5.00', after: '0.00', change: '5.00' }]);
});

it('caps of bonus and of abatement are told apart', () => {
  const cap = (effect: string, amount: string) => line({ kind: 'cap', measure: null, scope: null, effect, amount });
  const before = statement('10.00', [cap('abatement', '10.00')]);
  const { lines } = statementDifference(before, statement('-5.00', [cap('bonus', '-5.00')]));
  expect(lines.map(({ change }) => change).sort()).toEqual(['-10.00', '-5.00']);
});
