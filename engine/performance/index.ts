/** Respond, fix and availability figures (domain, section 11). `measureContract` is where statements begin. */
export { type Buckets, bucketsOf, calendarBuckets, type PeriodParts, partsOf } from './buckets.ts';
export { endOf, isWithdrawn } from './call-end.ts';
export { type CallFacts, factsAt, isSettled, sameFacts, settledFacts } from './call-facts.ts';
export { type ClockResult, clockResults, OUTCOMES, type Outcome } from './clock-results.ts';
export {
  type ContractMeasures,
  type Downtime,
  type DowntimeOptions,
  type MeasureOptions,
  measureContract,
  measuresOf,
} from './contract-measures.ts';
export { type DownInterval, downtimeWithin, lengthOf, withCalls } from './downtime.ts';
export { type Counts, countsForMoney } from './excuses.ts';
export { downStretches, type Failure, failureOf } from './failure.ts';
export { type Figures, type Rate, rateOf, ratePercent, rateRatio } from './figures.ts';
export { type ContractPeriod, parsePeriodCode, periodAfter, periodAt } from './payment-period.ts';
export { FURTHEST_AHEAD, type PeriodAsked, periodAsked, STEPS, type Step, stepsOf } from './period-asked.ts';
export { addRatios, NO_RATIO, percentOf, type Ratio, scaledWeight } from './ratio.ts';
export { isInScope, type PerformanceScope, SCOPE_KINDS, type ScopeKind, scopeCodes } from './scope.ts';
export { type ServiceGroups, serviceGroups, serviceWeight, zoneServiceWeight } from './service-weight.ts';
export { type FactsChange, tallyChange } from './tally.ts';
export type { Tally } from './tally-sheet.ts';
export {
  canMeasure,
  compileYardstick,
  type JudgedZone,
  type ServiceClock,
  type Yardstick,
  type YardstickOptions,
} from './yardstick.ts';
export { measureZone, type ZoneDevice, type ZoneMember, zoneDowntime, zoneService } from './zone-availability.ts';
