export { accessBook, isLetInOn } from './access/access-book.ts';
export { fairnessOf, type HoursOf, hardHours, hoursIn, type TimeSpent, timePlanned } from './balance/fairness.ts';
export {
  fairnessDuring,
  fairnessIn,
  type TerritoryFairness,
  timeOfFixed,
  timeSpentOn,
} from './balance/fairness-of-plan.ts';
export { pastOf, pastsOf, withPast, withPastLoads } from './balance/past-load.ts';
export { type Candidate, rankCandidates } from './candidates.ts';
export { checkPlan, type Inversion, inversionsIn, type PricingFacts, type Violation } from './checker/index.ts';
export type { ChangeGroup } from './difference/change-money.ts';
export {
  applyChanges,
  type CallChange,
  CHANGE_KINDS,
  type ChangeKind,
  changesBetween,
  changesStillPossible,
  countChanges,
  isElsewhere,
  PLACE_FIELDS,
  type PlaceChange,
  type PlanPlaces,
} from './difference/changes-between.ts';
export { allChanges, differenceOfPlans, type PlanDifference } from './difference/difference.ts';
export { missesShown, type ShownMiss } from './difference/misses-shown.ts';
export type { DifferenceFacts, PlanChange } from './difference/plan-change.ts';
export { extendPlan } from './extend-plan.ts';
export { joinPlans } from './join-plans.ts';
export {
  ableResources,
  type DayLoad,
  type MaintenanceDay,
  maintenanceDay,
  type PlannedRepair,
  visitPrice,
} from './maintenance/maintenance-day.ts';
export { planAsItStands } from './plan-as-it-stands.ts';
export { planTerritory } from './plan-territory.ts';
export { territoryInput, workTimeOf } from './problem/build-input.ts';
export { compileTerritory } from './problem/compile-territory.ts';
export { COST_PARTS, objectiveOf } from './problem/cost.ts';
export { countLate, missedTargets } from './problem/lateness.ts';
export { pricesIn } from './problem/lateness-prices.ts';
export { presentPlan } from './problem/present-plan.ts';
export type { TerritoryProblem } from './problem/problem.ts';
export type {
  PastLoad,
  PlannableCall,
  PlannableResource,
  TerritoryInput,
  WorkDone,
  WorkingShift,
} from './problem/territory-input.ts';
export { FINISHED_LOOK_BACK, isFinishedWork } from './problem/work-done.ts';
export { applyRemedy } from './remedies/apply-remedy.ts';
export { findRemedies, type RemedySearch } from './remedies/find-remedies.ts';
export { priceOfPlan } from './routes/plan-routes.ts';
export { readSolution } from './search/read-solution.ts';
export type { TerritorySolution } from './search/solution.ts';
export { type SolveOptions, solveTerritory } from './search/solve.ts';
export { awayUntil, LONGEST_DUTY, type PlacedShift, placedShifts, shiftsOf } from './shifts/shifts-of.ts';
export { hoursByDate } from './shifts/stretches.ts';
export { tryAllocation } from './try-allocation.ts';
export { WAIT_REASONS, type WaitReason, type WaitsBehind, waitsBehind } from './waits-behind.ts';
