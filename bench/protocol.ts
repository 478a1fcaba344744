/** How every benchmark measures; printed with each result, so that figures can be compared. */
export const PROTOCOL: readonly string[] = [
  'All ways are measured in one process and one run, one after the other; figures of different runs compare as ratios only.',
  'A stage runs untimed to warm up, then 7 times unless --runs or --plain-runs says otherwise; the tables tell the runs, and of them median, least and most. Input that a stage uses up is made anew before each run, untimed. Every result goes into a sink, so that no work can be left out.',
  'Datasets come from the seeded generator (seed 1).',
];
