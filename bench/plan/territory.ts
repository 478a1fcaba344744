import {
  type Call,
  checkPlan,
  type Dataset,
  type Instant,
  openBook,
  type Plan,
  parseDataset,
  parseInstant,
  type TerritoryInput,
  territoryInput,
} from '#engine';
import { FIELD_NOW, fieldDay, ROUTING_NOW, type RoutingKind, routingDataset, routingInstance } from '#fixtures';

/** One territory as the planner and the checker are given it. */
export interface BenchTerritory {
  readonly dataset: Dataset;
  readonly calls: readonly Call[];
  readonly input: TerritoryInput;
  readonly now: Instant;
}

/** About ten calls a technician. */
export const fieldTerritory = (calls: number, technicians = Math.ceil(calls / 10), seed = 1): BenchTerritory =>
  territoryOf(fieldDay(calls, technicians, seed), FIELD_NOW);

export const routingTerritory = (kind: RoutingKind, customers: number): BenchTerritory =>
  territoryOf(routingDataset(routingInstance(kind, customers, 1), Math.ceil(customers / 4)), ROUTING_NOW);

function territoryOf(files: ReadonlyMap<string, string>, at: string): BenchTerritory {
  const parsed = parseDataset(files);
  if (!parsed.ok) throw new Error(`A dataset of the benchmark has problems: ${parsed.problems[0]?.message}`);
  const { dataset } = parsed.value;
  const now = parseInstant(at)!;
  const opened = openBook(dataset, now);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const book = opened.value;
  const ordered = book.all();
  const call = (number: string) => book.call(number)!;
  const input = territoryInput(dataset, ordered, call, (number) => book.status(number)!, 'AREA', now, []);
  return { dataset, calls: ordered.map(({ number }) => call(number)), input, now };
}

/** Throws where the independent checker finds anything wrong. */
export function checked({ dataset, calls, now }: BenchTerritory, plan: Plan): Plan {
  const [violation] = checkPlan(dataset, calls, plan, now);
  if (violation !== undefined) throw new Error(`A plan of the benchmark breaks a rule: ${violation.text}`);
  return plan;
}
