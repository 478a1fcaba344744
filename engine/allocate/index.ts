export { accessBook, isLetInOn } from './access/access-book.ts';
export { territoryInput, workTimeOf } from './build-input.ts';
export { type Candidate, rankCandidates } from './candidates.ts';
export type { ChangeGroup } from './change-money.ts';
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
} from './changes-between.ts';
export { checkPlan, type Inversion, inversionsIn, type PricingFacts, type Violation } from './checker/index.ts';
export { compileTerritory } from './compile-territory.ts';
export { COST_PARTS, objectiveOf } from './cost.ts';
export { allChanges, differenceOfPlans, type PlanDifference } from './difference.ts';
export { extendPlan } from './extend-plan.ts';
export { fairnessOf, type HoursOf, hardHours, hoursIn, type TimeSpent, timePlanned } from './fairness.ts';
export { fairnessDuring, fairnessIn, type TerritoryFairness, timeOfFixed, timeSpentOn } from './fairness-of-plan.ts';
export { joinPlans } from './join-plans.ts';
export { countLate, missedTargets } from './lateness.ts';
export { pricesIn } from './lateness-prices.ts';
export {
  ableResources,
  type DayLoad,
  type MaintenanceDay,
  maintenanceDay,
  type PlannedRepair,
  visitPrice,
} from './maintenance-day.ts';
export { missesShown, type ShownMiss } from './misses-shown.ts';
export { pastOf, pastsOf, withPast, withPastLoads } from './past-load.ts';
export { planAsItStands } from './plan-as-it-stands.ts';
export type { DifferenceFacts, PlanChange } from './plan-change.ts';
export { priceOfPlan } from './plan-routes.ts';
export { planTerritory } from './plan-territory.ts';
export { presentPlan } from './present-plan.ts';
export type { TerritoryProblem } from './problem.ts';
export { readSolution } from './read-solution.ts';
export { applyRemedy } from './remedies/apply-remedy.ts';
export { findRemedies, type RemedySearch } from './remedies/find-remedies.ts';
export { awayUntil, LONGEST_DUTY, type PlacedShift, placedShifts, shiftsOf } from './shifts-of.ts';
export type { TerritorySolution } from './solution.ts';
export { type SolveOptions, solveTerritory } from './solve.ts';
export { hoursByDate } from './stretches.ts';
export type {
  PastLoad,
  PlannableCall,
  PlannableResource,
  TerritoryInput,
  WorkDone,
  WorkingShift,
} from './territory-input.ts';
export { tryAllocation } from './try-allocation.ts';
export { WAIT_REASONS, type WaitReason, type WaitsBehind, waitsBehind } from './waits-behind.ts';
export { FINISHED_LOOK_BACK, isFinishedWork } from './work-done.ts';
