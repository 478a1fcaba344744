/**
 * Best distances known of the routing problems of `routingInstance` (seed 1): of runs of this planner from ten minutes to
 * an hour on four threads, several seeds. They are a yardstick, not proven to be best; a better one found takes its place.
 */
export const LONG_RUNS: Readonly<Record<string, number>> = {};
