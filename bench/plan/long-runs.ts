/**
 * Best distances known of the routing problems of `routingInstance` (seed 1): of runs of this planner, several seeds,
 * of a minute of processor time and more each. They are a yardstick, not proven to be best, and near the budget that is
 * judged by them, so that true gaps are larger; a better one found takes its place. How near the search comes to what
 * others have published: bench/RESULTS.md, notes under "Plan".
 */
export const LONG_RUNS: Readonly<Record<string, number>> = {
  'C1-100': 1030.08,
  'C2-100': 523.09,
  'R1-100': 2103.89,
  'R2-100': 1623.59,
  'RC1-100': 1597.25,
  'RC2-100': 1135.8,
  'C1-1000': 44808.2,
  'C2-1000': 26624.3,
  'R1-1000': 32840.5,
  'R2-1000': 28409.2,
  'RC1-1000': 27999.7,
  'RC2-1000': 22908.8,
};
