/**
 * Best distances known of the routing problems of `routingInstance` (seed 1): of runs of this planner of minutes, several
 * seeds, on a machine busy with other work. They are a yardstick, not proven to be best; a better one found takes its place.
 */
export const LONG_RUNS: Readonly<Record<string, number>> = {
  'C1-100': 1030.08,
  'C2-100': 523.09,
  'R1-100': 2103.89,
  'R2-100': 1623.59,
  'RC1-100': 1597.25,
  'RC2-100': 1135.8,
  'C1-1000': 44810.9,
  'C2-1000': 26749,
  'R1-1000': 32979.62,
  'R2-1000': 28855.3,
  'RC1-1000': 28639,
  'RC2-1000': 23193.98,
};
