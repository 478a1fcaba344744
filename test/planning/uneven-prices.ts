import { minor } from '../../engine/model/units.ts';

const price = {
  respond: { step: minor(500), perHour: minor(120) },
  fix: { step: minor(900), perHour: minor(333) },
  unplaced: minor(7000),
};

/** Prices unlike each other, so that one taken for another shows. */
export const UNEVEN_PRICES = {
  prices: { emergency: price, high: price, normal: price, planned: price, deferred: price },
  priorityFactors: [3, 2.5, 2, 1.5, 1, 0.9, 0.8, 0.7, 0.6],
  hourlyCost: minor(2500),
  perKilometre: minor(33),
};
