import { expect, test } from 'vitest';
import { instant } from '../../engine/model/units.ts';
import { createChanges } from '../../engine/order/book/changes.ts';

test('what changed by now comes out once, earliest first, an instant included', () => {
  const changes = createChanges<string>();
  changes.plan('late', instant(30));
  changes.plan('early', instant(10));
  changes.plan('at', instant(20));
  expect(changes.due(instant(9))).toEqual([]);
  expect(changes.due(instant(20))).toEqual(['early', 'at']);
  expect(changes.due(instant(20))).toEqual([]);
  changes.clear();
  expect(changes.due(instant(99))).toEqual([]);
});
